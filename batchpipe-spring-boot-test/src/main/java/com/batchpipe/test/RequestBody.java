/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.batchpipe.test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of a request up to a limit. Anything beyond the limit is read and
 * discarded, so that the client receives the response.
 */
final class RequestBody {

	private final int maxSize;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private boolean tooLarge;

	RequestBody(int maxSize) {
		this.maxSize = maxSize;
	}

	void append(ByteBuf buffer) {
		int size = buffer.readableBytes();
		if (this.tooLarge || size > this.maxSize - this.bytes.size()) {
			this.tooLarge = true;
			this.bytes.reset();
			return;
		}
		try {
			buffer.readBytes(this.bytes, size);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the body, or {@code null} if it is too large as sent or after decompression.
	 * BatchPipe does not document which encodings it accepts, so only gzip, the most
	 * common one, is supported.
	 */
	byte @Nullable [] decode(@Nullable String encoding) {
		if (this.tooLarge) {
			return null;
		}
		byte[] sent = this.bytes.toByteArray();
		return ("gzip".equalsIgnoreCase(encoding)) ? decompress(sent) : sent;
	}

	private byte @Nullable [] decompress(byte[] sent) {
		ByteArrayOutputStream decompressed = new ByteArrayOutputStream();
		byte[] part = new byte[8192];
		try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(sent))) {
			for (int read = stream.read(part); read >= 0; read = stream.read(part)) {
				if (read > this.maxSize - decompressed.size()) {
					return null;
				}
				decompressed.write(part, 0, read);
			}
			return decompressed.toByteArray();
		}
		catch (IOException ex) {
			return sent;
		}
	}

}
