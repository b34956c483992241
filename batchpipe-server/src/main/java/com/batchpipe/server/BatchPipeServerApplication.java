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

package com.batchpipe.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.BatchPipeServerBuilder;

/**
 * Runs a {@link BatchPipeServer} until the process is terminated.
 *
 * @since 0.1.0
 */
public final class BatchPipeServerApplication {

	private static final int CANNOT_START = 1;

	private static final int WRONG_OPTIONS = 2;

	private BatchPipeServerApplication() {
	}

	/**
	 * Start the server. The process exits with status 2 if the options are invalid and
	 * with status 1 if the server cannot listen.
	 * @param args the options
	 * @throws InterruptedException if the main thread is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		PrintStream out = stream(FileDescriptor.out);
		PrintStream err = stream(FileDescriptor.err);
		ServerOptions options;
		try {
			options = ServerOptions.parse(args);
		}
		catch (IllegalArgumentException ex) {
			err.println(ex.getMessage());
			err.print(ServerOptions.USAGE);
			System.exit(WRONG_OPTIONS);
			return;
		}
		if (options.help()) {
			out.print(ServerOptions.USAGE);
			return;
		}
		try {
			run(options, out);
		}
		catch (RuntimeException ex) {
			err.println("Cannot listen on address " + options.address().getHostAddress() + ", port " + options.port()
					+ ": " + ex.getMessage());
			System.exit(CANNOT_START);
		}
	}

	private static void run(ServerOptions options, PrintStream out) throws InterruptedException {
		BatchPipeServer server = start(options);
		Runtime.getRuntime().addShutdownHook(new Thread(server::close, "batchpipe-server-shutdown"));
		out.println(
				"BatchPipe is available at " + server.url() + " and accepts the API key " + server.apiKey().reveal());
		new CountDownLatch(1).await();
	}

	private static BatchPipeServer start(ServerOptions options) {
		BatchPipeServerBuilder builder = BatchPipeServer.builder()
			.address(options.address())
			.port(options.port())
			.pipes(options.pipes().toArray(String[]::new));
		if (options.apiKey() != null) {
			builder.apiKey(options.apiKey());
		}
		return builder.start();
	}

	private static PrintStream stream(FileDescriptor descriptor) {
		return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
	}

}
