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

import java.util.concurrent.TimeUnit;

import com.segment.analytics.Analytics;
import com.segment.analytics.messages.TrackMessage;
import okhttp3.OkHttpClient;

import com.batchpipe.benchmarks.Reading;

/**
 * Segment's {@code Analytics}. At its best, it has {@code TCP_NODELAY} and batches of up
 * to 1000 records, within its limit of 500 KB per batch.
 */
final class Segment implements Rival {

	private static final int BEST_BATCH = 1000;

	private final Reading[] readings = Reading.all();

	private final Analytics analytics;

	private Segment(String url, boolean best) {
		Analytics.Builder builder = Analytics.builder("benchmark").endpoint(url);
		if (best) {
			builder
				.client(new OkHttpClient.Builder().socketFactory(new NoDelaySocketFactory())
					.connectTimeout(15, TimeUnit.SECONDS)
					.readTimeout(15, TimeUnit.SECONDS)
					.writeTimeout(15, TimeUnit.SECONDS)
					.build())
				.flushQueueSize(BEST_BATCH);
		}
		this.analytics = builder.build();
	}

	static Segment asShipped(String url) {
		return new Segment(url, false);
	}

	static Segment atBest(String url) {
		return new Segment(url, true);
	}

	@Override
	public Producer producer() {
		return this::publish;
	}

	private void publish(int number, int pipe) {
		Reading reading = this.readings[number & (Reading.VARIETY - 1)];
		this.analytics
			.enqueue(TrackMessage.builder(Pipes.name(pipe)).userId(reading.sensor()).properties(reading.toMap()));
	}

	@Override
	public void flush() {
		this.analytics.flush();
	}

	@Override
	public void close() {
		this.analytics.shutdown();
	}

}
