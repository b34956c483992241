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

package com.batchpipe.publisher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.RawJson;

/**
 * A process started by {@link ManyPipesTests} that publishes to very many pipes, with a
 * unique number in each record, and writes the publisher's statistics to a file. Without
 * a base URL, every request receives a response after some milliseconds.
 */
public final class ManyPipesPublishing {

	private static final int PRODUCERS = 8;

	private static final Duration LATENCY = Duration.ofMillis(5);

	private static final byte[] FILLER = (",\"text\":\"" + "x".repeat(170) + "\"}").getBytes(StandardCharsets.UTF_8);

	private ManyPipesPublishing() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		int pipes = Integer.parseInt(args[1]);
		int records = Integer.parseInt(args[2]);
		BatchPipeClient client = (args.length > 3) ? BatchPipeClient.builder().baseUrl(args[3]).build()
				: new ScriptedClient((pipeId, body, options) -> ScriptedClient.response(200).delayElement(LATENCY));
		BatchPipePublisher publisher = BatchPipePublisher.builder(client).build();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		List<Thread> producers = new ArrayList<>();
		for (int producer = 0; producer < PRODUCERS; producer++) {
			int first = producer;
			Thread thread = new Thread(() -> {
				for (int n = first; n < records; n += PRODUCERS) {
					publish(publisher, new UUID(n % pipes, n % pipes).toString(), record(n));
				}
			});
			thread.setUncaughtExceptionHandler((failed, ex) -> failure.set(ex));
			producers.add(thread);
		}
		producers.forEach(Thread::start);
		for (Thread producer : producers) {
			producer.join();
		}
		publisher.flush(Duration.ofMinutes(1));
		publisher.close();
		PublisherStats stats = publisher.stats();
		Files.writeString(Path.of(args[0]),
				"failure=" + failure.get() + " accepted=" + stats.total(PipeStats::accepted) + " delivered="
						+ stats.total(PipeStats::delivered) + " requests="
						+ stats.total((pipe) -> pipe.requests().completed()) + " buffered=" + stats.bufferedBytes()
						+ " errors=" + stats.errors());
		Runtime.getRuntime().halt(0);
	}

	private static void publish(BatchPipePublisher publisher, String pipeId, RawJson record) {
		boolean accepted = false;
		while (!accepted) {
			try {
				publisher.publish(pipeId, record);
				accepted = true;
			}
			catch (BufferFullException ex) {
				// Try again later, as an application would.
			}
		}
	}

	private static RawJson record(int n) {
		byte[] start = ("{\"n\":" + n).getBytes(StandardCharsets.UTF_8);
		byte[] json = new byte[start.length + FILLER.length];
		System.arraycopy(start, 0, json, 0, start.length);
		System.arraycopy(FILLER, 0, json, start.length, FILLER.length);
		return RawJson.of(json);
	}

}
