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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verifies that the reference in {@code docs/configuration.md} matches the metadata that
 * the build generates from the code. Run with {@code -Dupdate-docs} to regenerate it.
 */
class ConfigurationReferenceTests {

	private static final String START = "<!-- The table is generated: see CONTRIBUTING.md. -->\n";

	private static final String END = "<!-- End of the table. -->\n";

	private static final Path DOCUMENT = Documents.ROOT.resolve("docs/configuration.md");

	@Test
	void referenceIsWhatTheMetadataSays() throws IOException {
		String text = Documents.read(DOCUMENT);
		int start = text.indexOf(START) + START.length();
		String expected = text.substring(0, start) + "\n" + table() + "\n" + text.substring(text.indexOf(END));
		if (System.getProperty("update-docs") != null) {
			Files.writeString(DOCUMENT, expected);
		}
		assertThat(Documents.read(DOCUMENT)).as("The reference is out of date. Update it with -Dupdate-docs")
			.isEqualTo(expected);
	}

	private static String table() throws IOException {
		List<JsonNode> properties = Metadata.read()
			.properties()
			.stream()
			.filter((property) -> name(property).startsWith("batchpipe.")
					|| name(property).startsWith("management.health.batchpipe"))
			.sorted(Comparator.comparing(ConfigurationReferenceTests::name))
			.toList();
		assertThat(properties).hasSizeGreaterThan(10);
		return properties.stream()
			.map(ConfigurationReferenceTests::row)
			.collect(Collectors.joining("\n", "| property | type | default | |\n| --- | --- | --- | --- |\n", "\n"));
	}

	private static String row(JsonNode property) {
		String type = property.get("type").asString().replaceFirst("<.*", "");
		String value = property.path("defaultValue").asString("");
		return "| `%s` | %s | %s | %s |".formatted(name(property),
				type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1),
				value.isEmpty() ? "" : "`" + value + "`",
				property.path("description").asString("").replace("|", "\\|").replace('\'', '`'));
	}

	private static String name(JsonNode property) {
		return property.get("name").asString();
	}

}
