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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.buffer.PipeLimits;
import com.batchpipe.publisher.thread.DaemonThreads;
import com.batchpipe.publisher.thread.PublisherThreads;
import com.batchpipe.publisher.thread.VirtualLoop;

/**
 * A process started by {@link ManyPipesTests} that writes to a file how many bytes of the
 * heap an idle pipe needs after it has delivered a record, not counting its identifier.
 */
public final class IdlePipesFootprint {

	private static final int PIPES = 100_000;

	private static final Duration LONG_ENOUGH = Duration.ofMillis(150);

	private IdlePipesFootprint() {
	}

	public static void main(String[] args) throws IOException {
		String[] ids = new String[PIPES];
		for (int i = 0; i < PIPES; i++) {
			ids[i] = new UUID(i, i).toString();
		}
		VirtualLoop loop = new VirtualLoop();
		BatchPipePublisherBuilder builder = BatchPipePublisher
			.builder(new ScriptedClient((pipeId, body, options) -> ScriptedClient.response(200)));
		DefaultBatchPipePublisher publisher = new DefaultBatchPipePublisher(builder,
				new PublisherThreads(loop, new DaemonThreads(), Runnable::run, Runnable::run),
				new PipeLimits(PIPES, 0));
		RawJson record = RawJson.of("{\"text\":\"" + "x".repeat(180) + "\"}");
		publisher.publish("another", record);
		loop.advance(LONG_ENOUGH);
		long before = heapInUse();
		for (int i = 0; i < PIPES; i++) {
			publisher.publish(ids[i], record);
			if (i % 100 == 99) {
				loop.advance(LONG_ENOUGH);
			}
		}
		long after = heapInUse();
		PublisherStats stats = publisher.stats();
		boolean idle = stats.total(PipeStats::delivered) == PIPES + 1 && stats.pipes().containsKey(ids[PIPES - 2]);
		Files.writeString(Path.of(args[0]), "bytes=" + ((idle) ? (after - before) / PIPES : -1));
		Runtime.getRuntime().halt(0);
	}

	private static long heapInUse() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
