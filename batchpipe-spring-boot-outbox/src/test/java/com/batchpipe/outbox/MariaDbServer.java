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

package com.batchpipe.outbox;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * A MariaDB server for the tests, which is stopped when their process ends.
 */
final class MariaDbServer {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private static MariaDbServer shared;

	private final int port;

	private MariaDbServer(int port) {
		this.port = port;
	}

	static boolean isInstalled() {
		return program("mariadbd") != null && program("mariadb-install-db") != null;
	}

	private static String program(String name) {
		return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
			.map((directory) -> new File(directory, name))
			.filter(File::canExecute)
			.map(File::getPath)
			.findFirst()
			.orElse(null);
	}

	static synchronized MariaDbServer shared() {
		if (shared == null) {
			try {
				shared = start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return shared;
	}

	private static MariaDbServer start() throws IOException, InterruptedException {
		Path directory = Files.createTempDirectory("mariadb");
		Path data = directory.resolve("data");
		List<String> user = (System.getProperty("user.name").equals("root")) ? List.of("--user=root") : List.of();
		List<String> install = new ArrayList<>(List.of(program("mariadb-install-db"), "--no-defaults",
				"--datadir=" + data, "--auth-root-authentication-method=normal", "--skip-test-db"));
		install.addAll(user);
		run(install, directory).waitFor();
		int port = freePort();
		List<String> serve = new ArrayList<>(List.of(program("mariadbd"), "--no-defaults", "--datadir=" + data,
				"--port=" + port, "--bind-address=127.0.0.1", "--socket=" + directory.resolve("socket"),
				"--pid-file=" + directory.resolve("pid"), "--innodb-flush-log-at-trx-commit=0"));
		serve.addAll(user);
		Process process = run(serve, directory);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, directory)));
		MariaDbServer server = new MariaDbServer(port);
		server.awaitStart(process);
		return server;
	}

	private static Process run(List<String> command, Path directory) throws IOException {
		File log = directory.resolve("log").toFile();
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void awaitStart(Process process) throws InterruptedException {
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		while (process.isAlive() && System.nanoTime() < deadline) {
			try {
				DriverManager.getConnection(url()).close();
				return;
			}
			catch (SQLException ex) {
				process.waitFor(100, TimeUnit.MILLISECONDS);
			}
		}
		throw new IllegalStateException("MariaDB has not started");
	}

	private static void stop(Process process, Path directory) {
		process.destroyForcibly();
		try {
			process.waitFor(10, TimeUnit.SECONDS);
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException | InterruptedException ex) {
			// The remaining files are in the directory for temporary files.
		}
	}

	String url() {
		return "jdbc:mariadb://127.0.0.1:" + this.port + "/mysql?user=root";
	}

}
