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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.PathVariables;

/**
 * The command-line options.
 *
 * @param help whether to print the usage and do nothing else
 * @param address the address to listen on
 * @param port the port, or 0 for a free one
 * @param apiKey the key to use, or {@code null} for a new one
 * @param pipes the identifiers of the pipes that exist from the start
 */
record ServerOptions(boolean help, InetAddress address, int port, @Nullable ApiKey apiKey, List<String> pipes) {

	static final int DEFAULT_PORT = 8787;

	private static final Set<String> HELP = Set.of("--help", "-h");

	private static final String ADDRESS = "--address";

	private static final String PORT = "--port";

	private static final String API_KEY = "--api-key";

	private static final String PIPE = "--pipe";

	private static final Set<String> OPTIONS = Set.of(ADDRESS, PORT, API_KEY, PIPE);

	static final String USAGE = """
			Usage: java -jar batchpipe-server.jar [options]

			Starts an in-memory BatchPipe for development. Its data is lost when it stops.

			Options:
			  --port=<port>        port to listen on, 0 for any free port (default: 8787)
			  --address=<address>  address to listen on, 0.0.0.0 for all addresses (default: 127.0.0.1)
			  --api-key=<key>      API key to accept (default: a new key)
			  --pipe=<pipe id>     pipe to create at startup; can be repeated
			  --help               print this help
			""";

	/**
	 * Parse the command line.
	 * @throws IllegalArgumentException if the command line is invalid, with a message for
	 * the user that does not contain the value of {@code --api-key}
	 */
	static ServerOptions parse(String... arguments) {
		boolean help = false;
		InetAddress address = InetAddress.getLoopbackAddress();
		int port = DEFAULT_PORT;
		ApiKey apiKey = null;
		List<String> pipes = new ArrayList<>();
		Iterator<String> rest = List.of(arguments).iterator();
		while (rest.hasNext()) {
			String argument = rest.next();
			int equals = argument.indexOf('=');
			String name = (equals >= 0) ? argument.substring(0, equals) : argument;
			if (HELP.contains(name)) {
				help = true;
				continue;
			}
			if (!OPTIONS.contains(name)) {
				throw new IllegalArgumentException("Unknown option '" + name + "'");
			}
			String value = value(argument, equals, rest);
			switch (name) {
				case ADDRESS:
					address = address(value);
					break;
				case PORT:
					port = port(value);
					break;
				case API_KEY:
					apiKey = apiKey(value);
					break;
				default:
					pipes.add(pipe(value));
			}
		}
		return new ServerOptions(help, address, port, apiKey, List.copyOf(pipes));
	}

	private static String value(String argument, int equals, Iterator<String> rest) {
		String next = (equals < 0 && rest.hasNext()) ? rest.next() : "";
		String value = (equals < 0) ? next : argument.substring(equals + 1);
		if (value.isBlank() || (equals < 0 && value.startsWith("--"))) {
			throw new IllegalArgumentException(
					"The option '" + argument.replaceFirst("=.*", "") + "' requires a value");
		}
		return value;
	}

	private static int port(String value) {
		try {
			int port = Integer.parseInt(value);
			if (port >= 0 && port <= 0xffff) {
				return port;
			}
		}
		catch (NumberFormatException ex) {
			// Reported below
		}
		throw new IllegalArgumentException("'--port' must be a number between 0 and 65535, not '" + value + "'");
	}

	private static InetAddress address(String value) {
		try {
			return InetAddress.getByName(value);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("'--address' must be an address of this machine, not '" + value + "'",
					ex);
		}
	}

	private static ApiKey apiKey(String value) {
		try {
			return ApiKey.of(value);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'--api-key' must contain only visible ASCII characters", ex);
		}
	}

	private static String pipe(String value) {
		PathVariables.check(PIPE, value);
		return value;
	}

}
