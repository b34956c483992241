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

import java.util.concurrent.Semaphore;

import com.batchpipe.benchmarks.Reading;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;

/**
 * The client without a publisher, with one call per record. It shows the benefit of
 * batches.
 */
final class OneCallARecord implements Rival {

	private static final int IN_FLIGHT = 64;

	private final Semaphore permits = new Semaphore(IN_FLIGHT);

	private final Reading[] readings = Reading.all();

	private final BatchPipeClient client;

	OneCallARecord(String url) {
		this.client = BatchPipeClient.builder().baseUrl(url).apiKey(ApiKey.of("bp_v1_benchmark")).build();
	}

	@Override
	public Producer producer() {
		return this::publish;
	}

	private void publish(int number, int pipe) {
		this.permits.acquireUninterruptibly();
		this.client.ingest(Pipes.id(pipe), this.readings[number & (Reading.VARIETY - 1)])
			.doFinally((signal) -> this.permits.release())
			.subscribe((response) -> {
			}, (ex) -> {
			});
	}

	@Override
	public void close() {
		this.permits.acquireUninterruptibly(IN_FLIGHT);
		this.client.close();
	}

}
