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

package com.batchpipe.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Sink} in a separate process.
 */
public final class SinkProcess implements AutoCloseable {

	private static final Duration LIFETIME = Duration.ofMinutes(30);

	private final ChildJvm child;

	private final int port;

	private SinkProcess(ChildJvm child) throws IOException {
		this.child = child;
		this.port = Integer
			.parseInt(started(child.read((text) -> text.startsWith("port "))).substring("port ".length()));
	}

	/**
	 * Start a sink.
	 * @return the running sink
	 * @throws IOException if it does not start
	 */
	public static SinkProcess start() throws IOException {
		return new SinkProcess(ChildJvm.start(Sink.class, LIFETIME, List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC")));
	}

	/**
	 * Return the base URL of the sink.
	 * @return the URL
	 */
	public String url() {
		return "http://127.0.0.1:" + this.port;
	}

	/**
	 * Return what has arrived so far.
	 * @return the counts
	 */
	public SinkCounts counts() {
		return ask("counts");
	}

	/**
	 * Respond to each request only after some time.
	 * @param latency the time
	 */
	public void delay(Duration latency) {
		ask("latency " + latency.toMillis());
	}

	/**
	 * Do not send any responses for some time, starting now.
	 * @param time the time
	 */
	public void stall(Duration time) {
		ask("stall " + time.toMillis());
	}

	private synchronized SinkCounts ask(String line) {
		try {
			this.child.write(line);
			return SinkCounts.parse(started(this.child.read((text) -> text.startsWith("counts "))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String started(@Nullable String line) throws IOException {
		if (line == null) {
			throw new IOException("The sink has ended");
		}
		return line;
	}

	@Override
	public void close() {
		this.child.close();
	}

}
