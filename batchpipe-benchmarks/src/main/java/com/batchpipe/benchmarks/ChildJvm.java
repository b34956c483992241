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
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Another Java process. It is killed when it exceeds its time limit, when this process
 * ends, or when it is closed.
 */
public final class ChildJvm implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private final BufferedWriter input;

	private final Thread killer;

	private ChildJvm(Process process, Duration limit) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
		this.input = process.outputWriter(StandardCharsets.UTF_8);
		this.killer = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.killer);
		process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).exceptionally((ex) -> {
			process.destroyForcibly();
			return process;
		});
	}

	/**
	 * Start a child on the class path of this process.
	 * @param main the main class
	 * @param limit how long it may live
	 * @param jvmOptions the options of the JVM
	 * @param arguments the arguments
	 * @return the child
	 * @throws IOException if it does not start
	 */
	public static ChildJvm start(Class<?> main, Duration limit, List<String> jvmOptions, String... arguments)
			throws IOException {
		return start(System.getProperty("java.class.path"), main.getName(), limit, jvmOptions, arguments);
	}

	/**
	 * Start a child.
	 * @param classPath the class path
	 * @param main the name of the main class
	 * @param limit how long it may live
	 * @param jvmOptions the options of the JVM
	 * @param arguments the arguments
	 * @return the child
	 * @throws IOException if it does not start
	 */
	public static ChildJvm start(String classPath, String main, Duration limit, List<String> jvmOptions,
			String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", classPath, main));
		command.addAll(List.of(arguments));
		return new ChildJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(), limit);
	}

	/**
	 * Read lines until one matches.
	 * @param wanted whether a line matches
	 * @return the line, or {@code null} if the child ended first
	 * @throws IOException if the output cannot be read
	 */
	public @Nullable String read(Predicate<String> wanted) throws IOException {
		String line = this.output.readLine();
		while (line != null && !wanted.test(line)) {
			line = this.output.readLine();
		}
		return line;
	}

	/**
	 * Send a line to the child.
	 * @param line the line
	 * @throws IOException if the child can no longer be written to
	 */
	public void write(String line) throws IOException {
		this.input.write(line);
		this.input.newLine();
		this.input.flush();
	}

	/**
	 * Return the processor time of the child so far.
	 * @return the time
	 */
	public Duration cpu() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			Runtime.getRuntime().removeShutdownHook(this.killer);
		}
		catch (IllegalStateException ex) {
			// This process is already ending, and the hook kills the child.
		}
	}

}
