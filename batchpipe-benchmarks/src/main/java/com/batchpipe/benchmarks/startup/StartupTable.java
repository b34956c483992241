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

package com.batchpipe.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.batchpipe.benchmarks.ChildJvm;
import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Machine;
import com.batchpipe.benchmarks.Options;
import com.batchpipe.benchmarks.Statistic;

/**
 * Starts both applications in turn, and compares the time from the start of the process
 * until the application is ready. The class paths are those of the two starters, without
 * the additional dependencies of this module.
 */
public final class StartupTable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final List<String> JVM = List.of("-Xmx256m");

	/**
	 * The dependencies that only other benchmarks of this module need.
	 */
	private static final Predicate<String> OTHERS = Pattern
		.compile(".*-(kafka|outbox|modulith|jdbc|sql|tx|transaction|persistence|messaging)-.*")
		.asMatchPredicate();

	private static final Predicate<String> STARTER_WEBCLIENT = OTHERS.negate()
		.and(Pattern.compile("classes|spring-.*|reactor-.*|netty-.*"
				+ "|jackson-annotations-.*|jackson-(core|databind)-3.*|micrometer-(commons|observation)-.*|jspecify-.*"
				+ "|reactive-streams-.*|jakarta.annotation-.*|snakeyaml-.*|slf4j-.*|logback-.*|log4j-.*|jul-.*"
				+ "|commons-logging-.*")
			.asMatchPredicate());

	private static final Predicate<String> STARTER_BATCHPIPE = STARTER_WEBCLIENT
		.or(OTHERS.negate().and(Pattern.compile("batchpipe-spring-.*").asMatchPredicate()));

	private final Set<String> threads = new TreeSet<>();

	private int connections;

	private StartupTable() {
	}

	/**
	 * Measure and print a table.
	 * @param args the option {@code starts}, which is how many times each application is
	 * started after a first start that does not count
	 * @throws IOException if a process cannot be started
	 */
	public static void main(String[] args) throws IOException {
		Options options = Options.parse(args);
		new StartupTable().run(options);
	}

	private void run(Options options) throws IOException {
		List<Double> plain = new ArrayList<>();
		List<Double> starter = new ArrayList<>();
		List<Double> plainCpu = new ArrayList<>();
		List<Double> starterCpu = new ArrayList<>();
		List<Double> ratios = new ArrayList<>();
		for (int start = 0; start <= options.number("starts", 15); start++) {
			boolean plainFirst = start % 2 == 0;
			Start first = plainFirst ? startPlain() : startStarter();
			Start second = plainFirst ? startStarter() : startPlain();
			if (start > 0) {
				Start ofPlain = plainFirst ? first : second;
				Start ofStarter = plainFirst ? second : first;
				plain.add(ofPlain.millis());
				starter.add(ofStarter.millis());
				plainCpu.add(ofPlain.cpuMillis());
				starterCpu.add(ofStarter.cpuMillis());
				ratios.add(ofStarter.millis() / ofPlain.millis());
				this.threads.addAll(ofStarter.threads());
				this.threads.removeAll(ofPlain.threads());
			}
		}
		Machine.print(options);
		Console.print("""
				| application | ms until ready, median (min-max) | CPU ms |
				| --- | --- | --- |
				| spring-boot-starter-webclient, one WebClient bean | %s | %s |
				| batchpipe-spring-boot-starter | %s | %s |

				Ratio within a pair, median (min-max): %s
				Threads that only the second application has: %s
				Connections before the first use: %d""".formatted(Statistic.of(plain).format(0),
				Statistic.of(plainCpu).format(0), Statistic.of(starter).format(0), Statistic.of(starterCpu).format(0),
				Statistic.of(ratios).format(3), this.threads, this.connections));
	}

	private Start startPlain() throws IOException {
		return start(STARTER_WEBCLIENT, WebClientApplication.class);
	}

	private Start startStarter() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			server.setSoTimeout(1);
			Start start = start(STARTER_BATCHPIPE, StarterApplication.class,
					"--batchpipe.base-url=http://127.0.0.1:" + server.getLocalPort(),
					"--batchpipe.api-key=bp_v1_benchmark", "--batchpipe.pipe-id=5f0c2c1e-8f6f-4a59-9d0e-000000000000");
			countConnection(server);
			return start;
		}
	}

	private void countConnection(ServerSocket server) throws IOException {
		try {
			server.accept().close();
			this.connections++;
		}
		catch (SocketTimeoutException ex) {
			// Expected: the starter has not connected.
		}
	}

	private static Start start(Predicate<String> classPath, Class<?> main, String... arguments) throws IOException {
		String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> classPath.test(Path.of(entry).getFileName().toString()))
			.collect(Collectors.joining(File.pathSeparator));
		long start = System.nanoTime();
		try (ChildJvm child = ChildJvm.start(path, main.getName(), LIMIT, JVM, arguments)) {
			if (child.read(Ready.LINE::equals) == null) {
				throw new IOException(main.getSimpleName() + " did not start");
			}
			double millis = (System.nanoTime() - start) / 1e6;
			double cpuMillis = child.cpu().toMillis();
			String threads = child.read((line) -> line.startsWith(Ready.THREADS));
			return new Start(millis, cpuMillis, (threads != null)
					? new TreeSet<>(List.of(threads.substring(Ready.THREADS.length()).split(","))) : Set.of());
		}
	}

	/**
	 * One start of an application.
	 *
	 * @param millis the time until it was ready
	 * @param cpuMillis the processor time until then
	 * @param threads the names of its threads
	 */
	private record Start(double millis, double cpuMillis, Set<String> threads) {

	}

}
