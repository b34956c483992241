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

package com.batchpipe.benchmarks.rival;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.Semaphore;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.benchmarks.Reading;

/**
 * The minimum amount of work: a bare loop that writes the records with a sequence writer
 * that stays open, and posts an array of 1000 records with plain Reactor Netty whenever
 * it is full. It has no threads of its own, no limit except the number of requests in
 * flight, and no retries.
 */
final class Floor implements Rival {

	private static final int BATCH = 1000;

	private static final int IN_FLIGHT = 4;

	private final boolean ready;

	private final Semaphore permits = new Semaphore(IN_FLIGHT);

	private final HttpClient client;

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final Reading[] readings = Reading.all();

	private final byte[][] bodies = new byte[Reading.VARIETY][];

	private Floor(String url, boolean ready) {
		this.ready = ready;
		this.client = HttpClient.create()
			.baseUrl(url)
			.headers((headers) -> headers.set("Authorization", "Bearer bp_v1_benchmark")
				.set("Content-Type", "application/json"));
		for (int number = 0; number < Reading.VARIETY; number++) {
			this.bodies[number] = this.readings[number].toJson(this.mapper);
		}
	}

	static Floor ofObjects(String url) {
		return new Floor(url, false);
	}

	static Floor ofReadyJson(String url) {
		return new Floor(url, true);
	}

	@Override
	public Producer producer() {
		return new Loop();
	}

	private void post(int pipe, byte[] body) {
		this.permits.acquireUninterruptibly();
		ByteBuf content = Unpooled.wrappedBuffer(body);
		this.client.post()
			.uri("/v1/ingest/" + Pipes.id(pipe))
			.send(Mono.just(content))
			.responseSingle((response, bytes) -> bytes.then())
			.doFinally((signal) -> this.permits.release())
			.subscribe(null, (ex) -> {
			});
	}

	@Override
	public void close() {
		this.permits.acquireUninterruptibly(IN_FLIGHT);
	}

	/**
	 * The loop of one thread.
	 */
	private final class Loop implements Producer {

		private final @Nullable Array[] arrays = new Array[Pipes.MAX];

		@Override
		public void publish(int number, int pipe) {
			Array array = this.arrays[pipe];
			if (array == null) {
				array = new Array();
				this.arrays[pipe] = array;
			}
			array.add(number & (Reading.VARIETY - 1));
			if (array.size == BATCH) {
				post(pipe, array.seal());
			}
		}

		@Override
		public void end() {
			for (int pipe = 0; pipe < this.arrays.length; pipe++) {
				Array array = this.arrays[pipe];
				if (array != null && array.size > 0) {
					post(pipe, array.seal());
				}
			}
		}

	}

	/**
	 * An array that is being filled. The writer is never closed, so it writes a comma
	 * before the first record of the next array, which the bracket then replaces.
	 */
	private final class Array {

		private final Buffer buffer = new Buffer();

		private final SequenceWriter writer = Floor.this.mapper.writerFor(Reading.class)
			.without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.withRootValueSeparator(",")
			.writeValues(this.buffer);

		private int size;

		private boolean written;

		void add(int number) {
			if (Floor.this.ready) {
				this.buffer.write((this.size == 0) ? '[' : ',');
				this.buffer.writeBytes(Floor.this.bodies[number]);
			}
			else {
				if (!this.written) {
					this.buffer.write('[');
					this.written = true;
				}
				this.writer.write(Floor.this.readings[number]);
			}
			this.size++;
		}

		byte[] seal() {
			if (!Floor.this.ready) {
				this.writer.flush();
			}
			this.size = 0;
			return this.buffer.take();
		}

	}

	/**
	 * A buffer that returns a copy of its content and reuses its array.
	 */
	private static final class Buffer extends ByteArrayOutputStream {

		Buffer() {
			super(256 * 1024);
		}

		byte[] take() {
			write(']');
			this.buf[0] = '[';
			byte[] bytes = toByteArray();
			reset();
			return bytes;
		}

	}

}
