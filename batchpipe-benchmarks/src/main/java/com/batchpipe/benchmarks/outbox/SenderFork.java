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

package com.batchpipe.benchmarks.outbox;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Lifeline;
import com.batchpipe.benchmarks.Options;

/**
 * One sender in a separate process, which executes the commands on the standard input.
 */
public final class SenderFork {

	static final String DONE = "done ";

	static final String READY = "ready";

	private static final int RECORDS_PER_TRANSACTION = 100;

	private SenderFork() {
	}

	/**
	 * Run a sender.
	 * @param args the options {@code sender}, {@code database} and {@code sink}
	 * @throws Exception if the sender fails
	 */
	public static void main(String[] args) throws Exception {
		Lifeline.endAfter(Duration.ofMinutes(30));
		Options options = Options.parse(args);
		Places places = new Places(options.text("database", ""), options.text("sink", ""));
		try (Sender sender = Senders.of(options.text("sender", "")).start(places)) {
			Console.print(DONE + READY);
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			int next = 0;
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				String[] words = line.split(" ");
				switch (words[0]) {
					case "start" -> sender.start();
					case "stop" -> sender.stop();
					case "analyze" -> analyze(places);
					case "publish" -> {
						next = publish(sender, next, Integer.parseInt(words[1]));
					}
					default -> throw new IllegalArgumentException(line);
				}
				Console.print(DONE + line);
			}
		}
		System.exit(0);
	}

	/**
	 * Have the database update its statistics for planning, as it does on its own after a
	 * while.
	 */
	private static void analyze(Places places) throws SQLException {
		try (Connection connection = DriverManager.getConnection(places.database());
				Statement statement = connection.createStatement()) {
			statement.execute("analyze");
		}
	}

	private static int publish(Sender sender, int first, int records) throws Exception {
		int end = first + records;
		for (int next = first; next < end; next += RECORDS_PER_TRANSACTION) {
			List<String> transaction = new ArrayList<>(RECORDS_PER_TRANSACTION);
			for (int number = next; number < Math.min(next + RECORDS_PER_TRANSACTION, end); number++) {
				transaction.add(OutboxBench.json(number));
			}
			sender.publish(transaction);
		}
		return end;
	}

}
