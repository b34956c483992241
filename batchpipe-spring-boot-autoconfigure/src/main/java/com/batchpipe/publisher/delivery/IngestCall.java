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

package com.batchpipe.publisher.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.CallOptions;
import com.batchpipe.client.IngestOptions;
import com.batchpipe.client.RawJson;
import com.batchpipe.client.RetryPolicy;
import com.batchpipe.publisher.settings.PublisherSettings;

/**
 * Sends one body to a pipe in a single attempt.
 */
public final class IngestCall {

	private static final IngestOptions GZIP = IngestOptions.none().withContentEncoding("gzip");

	private final BatchPipeClient client;

	private final boolean gzip;

	private final int gzipMinSize;

	public IngestCall(BatchPipeClient client, PublisherSettings settings) {
		Duration timeout = settings.requestTimeout();
		this.client = client.withOptions(CallOptions.none()
			.withRetryPolicy(RetryPolicy.none())
			.withResponseTimeout(timeout)
			.withCallTimeout(timeout)
			.withFailedCallsLogged(false));
		this.gzip = settings.gzip();
		this.gzipMinSize = settings.gzipMinSize();
	}

	/**
	 * Send the request.
	 * @param listener receives the outcome, on any thread
	 * @return a handle that cancels the request
	 */
	Disposable start(String pipeId, RawJson body, Consumer<RequestOutcome> listener) {
		return request(pipeId, body).switchIfEmpty(Mono.error(() -> new TimeoutException("no response")))
			.subscribe((response) -> listener.accept(RequestOutcome.of(response)),
					(failure) -> listener.accept(RequestOutcome.of(failure)));
	}

	private Mono<BatchPipeResponse> request(String pipeId, RawJson body) {
		if (this.gzip && body.length() >= this.gzipMinSize) {
			return this.client.ingest(pipeId, RawJson.of(compress(body)), GZIP);
		}
		return this.client.ingest(pipeId, body);
	}

	private static byte[] compress(RawJson body) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length() / 4);
		try (OutputStream out = new FastGzip(compressed)) {
			body.writeTo(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	/**
	 * Uses the lowest compression level, which takes a third of the time of the default
	 * level and compresses JSON nearly as well.
	 */
	private static final class FastGzip extends GZIPOutputStream {

		FastGzip(OutputStream out) throws IOException {
			super(out);
			this.def.setLevel(Deflater.BEST_SPEED);
		}

	}

}
