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

package com.batchpipe.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

import tools.jackson.core.JsonParser;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.util.Assert;

/**
 * A body that is already encoded as JSON and is sent unchanged. Immutable as long as the
 * given array is not modified.
 * <p>
 * The checks depend on the operation. {@code ingest} checks only the first and last
 * characters, which must be those of an object or an array, and checks nothing if the
 * records are compressed. All other operations read the entire body and reject anything
 * but a single JSON value in UTF-8 without a byte order mark.
 *
 * @since 0.1.0
 */
public final class RawJson {

	private final byte[] bytes;

	private final int offset;

	private final int length;

	private final boolean copied;

	private RawJson(byte[] bytes, int offset, int length, boolean copied) {
		this.bytes = bytes;
		this.offset = offset;
		this.length = length;
		this.copied = copied;
	}

	/**
	 * Wrap JSON that is encoded in UTF-8. The array is not copied: do not modify it,
	 * because an attempt may read from it even after the call has ended.
	 * @param utf8 the JSON
	 * @return the body
	 */
	public static RawJson of(byte[] utf8) {
		Assert.notNull(utf8, "'utf8' must not be null");
		return new RawJson(utf8, 0, utf8.length, false);
	}

	/**
	 * Wrap JSON that is encoded in UTF-8 and is part of an array, such as a reusable
	 * buffer. Each attempt copies it into a buffer of the HTTP library before anything is
	 * sent. You can therefore modify the array once the call has ended with the response
	 * to its first attempt. If the call ends in any other way, an abandoned attempt may
	 * still read from it.
	 * @param utf8 the array
	 * @param offset where the JSON starts in the array
	 * @param length the size of the JSON in bytes
	 * @return the body
	 * @throws IndexOutOfBoundsException if the range is outside the array
	 */
	public static RawJson of(byte[] utf8, int offset, int length) {
		Assert.notNull(utf8, "'utf8' must not be null");
		Objects.checkFromIndexSize(offset, length, utf8.length);
		return new RawJson(utf8, offset, length, true);
	}

	/**
	 * Wrap JSON.
	 * @param json the JSON
	 * @return the body
	 */
	public static RawJson of(String json) {
		Assert.notNull(json, "'json' must not be null");
		return of(json.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return the JSON.
	 * @return the bytes in UTF-8; a copy only if this object was created with an offset
	 * and a length
	 */
	public byte[] bytes() {
		return (this.copied) ? Arrays.copyOfRange(this.bytes, this.offset, this.offset + this.length) : this.bytes;
	}

	/**
	 * Return the size of the JSON.
	 * @return the size in bytes
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Write the JSON without flushing or closing the stream.
	 * @param out the stream to write to
	 * @throws IOException if writing fails
	 */
	public void writeTo(OutputStream out) throws IOException {
		out.write(this.bytes, this.offset, this.length);
	}

	DataBuffer toBuffer(DataBufferFactory factory) {
		return (this.copied) ? factory.allocateBuffer(this.length).write(this.bytes, this.offset, this.length)
				: factory.wrap(this.bytes);
	}

	/**
	 * Create a parser for the JSON.
	 */
	JsonParser parser() {
		return JsonBodies.parser(this.bytes, this.offset, this.length);
	}

	/**
	 * Return whether the JSON consists of white space only.
	 */
	boolean isBlank() {
		return first() == this.offset + this.length;
	}

	/**
	 * Return whether the JSON, ignoring surrounding white space, begins and ends with the
	 * given characters.
	 */
	boolean isEnclosedBy(char first, char last) {
		int start = first();
		int end = this.offset + this.length - 1;
		while (end > start && isWhitespace(this.bytes[end])) {
			end--;
		}
		return start < end && this.bytes[start] == first && this.bytes[end] == last;
	}

	private int first() {
		int position = this.offset;
		while (position < this.offset + this.length && isWhitespace(this.bytes[position])) {
			position++;
		}
		return position;
	}

	private static boolean isWhitespace(byte b) {
		return b == ' ' || b == '\t' || b == '\r' || b == '\n';
	}

	/**
	 * Return the size but no part of the JSON.
	 */
	@Override
	public String toString() {
		return "RawJson[" + this.length + " bytes]";
	}

}
