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

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import com.posthog.java.HttpSender;
import com.posthog.java.PostHog;
import com.posthog.java.QueueManager;
import com.posthog.java.Sender;
import com.posthog.java.shaded.okhttp3.MediaType;
import com.posthog.java.shaded.okhttp3.OkHttpClient;
import com.posthog.java.shaded.okhttp3.Request;
import com.posthog.java.shaded.okhttp3.RequestBody;
import com.posthog.java.shaded.okhttp3.Response;
import com.posthog.java.shaded.org.json.JSONObject;

import com.batchpipe.benchmarks.Reading;

/**
 * PostHog. Its sender does not accept an HTTP client. At its best, it therefore has a
 * sender of this module, which sets {@code TCP_NODELAY}. PostHog's queue manager checks
 * its queue every millisecond, and passes the records to this sender as soon as there are
 * 1000, or after 50 ms.
 */
final class Posthog implements Rival {

	private static final String KEY = "benchmark";

	private final Reading[] readings = Reading.all();

	private final PostHog posthog;

	private Posthog(PostHog posthog) {
		this.posthog = posthog;
	}

	static Posthog asShipped(String url) {
		return new Posthog(new PostHog.Builder(KEY).host(url).build());
	}

	static Posthog atBest(String url) {
		Sender sender = new NoDelaySender(url);
		QueueManager queueManager = new QueueManager.Builder(sender).maxQueueSize(1000)
			.maxTimeInQueue(Duration.ofMillis(50))
			.sleepMs(1)
			.build();
		return new Posthog(new PostHog.BuilderWithCustomQueueManager(queueManager, sender).build());
	}

	@Override
	public Producer producer() {
		return this::publish;
	}

	private void publish(int number, int pipe) {
		Reading reading = this.readings[number & (Reading.VARIETY - 1)];
		this.posthog.capture(reading.sensor(), Pipes.name(pipe), reading.toMap());
	}

	@Override
	public void close() {
		this.posthog.shutdown();
	}

	/**
	 * Does what {@link HttpSender} does, but without retries.
	 */
	private static final class NoDelaySender implements Sender {

		private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

		private final String url;

		private final OkHttpClient client = new OkHttpClient.Builder().socketFactory(new NoDelaySocketFactory())
			.build();

		NoDelaySender(String url) {
			this.url = url;
		}

		@Override
		public Boolean send(List<JSONObject> events) {
			if (events == null || events.isEmpty()) {
				return false;
			}
			String body = new JSONObject().put("api_key", KEY).put("batch", events).toString();
			Request request = new Request.Builder().url(this.url + "/batch")
				.post(RequestBody.create(body, JSON))
				.build();
			try (Response response = this.client.newCall(request).execute()) {
				return response.isSuccessful();
			}
			catch (IOException ex) {
				return false;
			}
		}

		@Override
		public JSONObject post(String route, String body) {
			throw new UnsupportedOperationException("This method is not used to send events");
		}

	}

}
