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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.benchmarks.Reading;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchPipePublisherBuilder;
import com.batchpipe.publisher.BufferFullException;

/**
 * This publisher, with objects and with encoded JSON. At its best: batches of 2500, whose
 * bodies are not yet humongous objects for the garbage collector, and four times the
 * buffer.
 */
final class BatchPipe implements Rival {

	private static final int BEST_BATCH = 2500;

	private static final long BEST_BUFFER = 128 * 1024 * 1024;

	private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(20);

	private static final int LIST = 1000;

	private final Object[] records = new Object[Reading.VARIETY];

	private final BatchPipeClient client;

	private final BatchPipePublisher publisher;

	private final boolean lists;

	/**
	 * The number of undelivered records according to the results. It is counted only so
	 * that the results are read.
	 */
	private final LongAdder undelivered = new LongAdder();

	private BatchPipe(String url, boolean ready, boolean best, boolean lists) {
		this.lists = lists;
		JsonMapper mapper = JsonMapper.builder().build();
		Reading[] readings = Reading.all();
		for (int number = 0; number < Reading.VARIETY; number++) {
			this.records[number] = ready ? RawJson.of(readings[number].toJson(mapper)) : readings[number];
		}
		this.client = BatchPipeClient.builder().baseUrl(url).apiKey(ApiKey.of("bp_v1_benchmark")).build();
		BatchPipePublisherBuilder builder = BatchPipePublisher.builder(this.client);
		if (best) {
			builder.maxBatchRecords(BEST_BATCH).maxBufferSize(BEST_BUFFER);
		}
		this.publisher = builder.build();
	}

	static BatchPipe ofObjects(String url) {
		return new BatchPipe(url, false, false, false);
	}

	static BatchPipe ofObjectsAtBest(String url) {
		return new BatchPipe(url, false, true, false);
	}

	static BatchPipe ofReadyJson(String url) {
		return new BatchPipe(url, true, false, false);
	}

	static BatchPipe ofReadyJsonAtBest(String url) {
		return new BatchPipe(url, true, true, false);
	}

	static BatchPipe ofListsOfObjects(String url) {
		return new BatchPipe(url, false, false, true);
	}

	static BatchPipe ofListsOfReadyJson(String url) {
		return new BatchPipe(url, true, false, true);
	}

	@Override
	public Producer producer() {
		return (this.lists) ? new ListProducer() : this::publish;
	}

	private void publish(int number, int pipe) {
		this.publisher.publish(Pipes.id(pipe), this.records[number & (Reading.VARIETY - 1)]);
	}

	@Override
	public void flush() {
		this.publisher.flush(FLUSH_TIMEOUT);
	}

	@Override
	public void close() {
		this.publisher.close();
		this.client.close();
	}

	/**
	 * Collects lists like those that a Kafka listener receives or a query returns, and
	 * sends each as a unit. It waits while the buffer is full.
	 */
	private final class ListProducer implements Producer {

		private List<Object> list = new ArrayList<>(LIST);

		private int pipe;

		@Override
		public void publish(int number, int pipe) {
			if (pipe != this.pipe) {
				end();
				this.pipe = pipe;
			}
			this.list.add(BatchPipe.this.records[number & (Reading.VARIETY - 1)]);
			if (this.list.size() == LIST) {
				end();
			}
		}

		@Override
		public void end() {
			boolean sent = this.list.isEmpty();
			while (!sent) {
				try {
					BatchPipe.this.publisher.sendBatch(Pipes.id(this.pipe), this.list)
						.thenAccept((result) -> BatchPipe.this.undelivered.add(result.undeliveredCount()));
					sent = true;
				}
				catch (BufferFullException ex) {
					// The publisher has waited for room in vain. Let it wait again.
				}
			}
			this.list.clear();
		}

	}

}
