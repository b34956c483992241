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

package com.example.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Markdown files of the project.
 */
final class Documents {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern FENCED = Pattern.compile("(?m)^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL);

	private Documents() {
	}

	static List<Path> all() {
		try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			return Stream.concat(top, docs).filter((file) -> file.toString().endsWith(".md")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String read(String name) {
		return read(ROOT.resolve(name));
	}

	/**
	 * Return the fenced blocks of all documents.
	 * @param languages the languages to return
	 */
	static List<Snippet> snippets(String... languages) {
		List<Snippet> snippets = new ArrayList<>();
		for (Path file : all()) {
			String text = read(file);
			Matcher matcher = FENCED.matcher(text);
			while (matcher.find()) {
				if (List.of(languages).contains(matcher.group(1))) {
					int line = (int) text.substring(0, matcher.start()).lines().count() + 1;
					snippets.add(new Snippet(ROOT.relativize(file) + ":" + line, matcher.group(1), matcher.group(2)));
				}
			}
		}
		return snippets;
	}

}
