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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes the machine on which a table was measured.
 */
public final class Machine {

	private static final Path LOAD = Path.of("/proc/loadavg");

	private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

	private Machine() {
	}

	/**
	 * Print the machine, the date and the options.
	 * @param options the options of the command
	 */
	public static void print(Options options) {
		Console.print("");
		Console.print("%s, %d processors (%s), Java %s (%s), load %s, options %s".formatted(
				ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES),
				Runtime.getRuntime().availableProcessors(), processor(), System.getProperty("java.version"),
				System.getProperty("java.vendor"), loadAverages(), String.join(" ", options.toArguments())));
		Console.print("");
	}

	private static String loadAverages() {
		return Stream.of(read(LOAD).strip().split(" ")).limit(3).collect(Collectors.joining(" "));
	}

	private static String processor() {
		return read(PROCESSOR).lines()
			.filter((line) -> line.startsWith("model name"))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse("?");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return "?";
		}
	}

}
