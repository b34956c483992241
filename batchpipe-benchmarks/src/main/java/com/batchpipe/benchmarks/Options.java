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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a command, as {@code --name=value}.
 */
public final class Options {

	private final Map<String, String> values = new LinkedHashMap<>();

	private Options() {
	}

	/**
	 * Read the options of a command.
	 * @param args the arguments
	 * @return the options
	 */
	public static Options parse(String... args) {
		Options options = new Options();
		for (String arg : args) {
			int equals = arg.indexOf('=');
			if (!arg.startsWith("--") || equals < 0) {
				throw new IllegalArgumentException("Not of the form --name=value: " + arg);
			}
			options.values.put(arg.substring(2, equals), arg.substring(equals + 1));
		}
		return options;
	}

	/**
	 * Return these options with an additional one.
	 * @param name the name
	 * @param value the value
	 * @return new options
	 */
	public Options with(String name, Object value) {
		Options options = new Options();
		options.values.putAll(this.values);
		options.values.put(name, String.valueOf(value));
		return options;
	}

	/**
	 * Return a string.
	 * @param name the name
	 * @param otherwise the default
	 * @return the value
	 */
	public String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	/**
	 * Return the elements of a comma-separated list.
	 * @param name the name
	 * @param otherwise the default
	 * @return the values
	 */
	public List<String> texts(String name, String otherwise) {
		return List.of(text(name, otherwise).split(","));
	}

	/**
	 * Return a number.
	 * @param name the name
	 * @param otherwise the default
	 * @return the value
	 */
	public int number(String name, int otherwise) {
		return Integer.parseInt(text(name, String.valueOf(otherwise)));
	}

	/**
	 * Return a number of seconds.
	 * @param name the name
	 * @param otherwise the default
	 * @return the value
	 */
	public Duration seconds(String name, int otherwise) {
		return Duration.ofSeconds(number(name, otherwise));
	}

	/**
	 * Return the arguments that result in these options.
	 * @return the arguments
	 */
	public String[] toArguments() {
		return this.values.entrySet()
			.stream()
			.map((option) -> "--" + option.getKey() + "=" + option.getValue())
			.toArray(String[]::new);
	}

}
