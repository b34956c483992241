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

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A {@link Sink} in a process of its own.
 */
public final class SinkProcess implements AutoCloseable {

	private final Process process;

	private final int port;

	private SinkProcess(Process process) throws IOException {
		this.process = process;
		BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		String line = output.readLine();
		while (line != null && !line.startsWith("port ")) {
			line = output.readLine();
		}
		if (line == null) {
			throw new IOException("The sink did not start");
		}
		this.port = Integer.parseInt(line.substring("port ".length()));
	}

	/**
	 * Start a sink.
	 * @return the running sink
	 * @throws IOException if it does not start
	 */
	public static SinkProcess start() throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(java, "-Xms512m", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
				Sink.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		return new SinkProcess(process);
	}

	/**
	 * Return the base URL of the sink.
	 * @return the URL
	 */
	public String url() {
		return "http://127.0.0.1:" + this.port;
	}

	@Override
	public void close() {
		this.process.destroy();
	}

	static void print(String line) {
		PrintWriter writer = new PrintWriter(
				new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), true);
		writer.println(line);
	}

}
