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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.StringUtils;

import com.batchpipe.client.BatchPipeOperation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the links, the tables and the outline of the documentation.
 */
class DocumentsTests {

	private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

	static List<Path> documents() {
		return Documents.all();
	}

	@ParameterizedTest
	@MethodSource("documents")
	void everyLinkHasATarget(Path document) {
		List<String> broken = new ArrayList<>();
		Matcher links = LINK.matcher(Documents.read(document).replaceAll("(?ms)^```.*?^```$", ""));
		while (links.find()) {
			String link = links.group(1);
			if (!link.startsWith("https://") && !hasTarget(document, link)) {
				broken.add(link);
			}
		}
		assertThat(broken).isEmpty();
	}

	private static boolean hasTarget(Path document, String link) {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
		return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
	}

	private static List<String> anchors(Path document) {
		return Documents.read(document)
			.lines()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
			.map((title) -> title.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
			.toList();
	}

	@ParameterizedTest
	@EnumSource
	void everyOperationIsInTheTables(BatchPipeOperation operation) {
		String http = "`" + operation.method() + " " + operation.pathTemplate() + "`";
		String method = "`" + method(operation) + "(";
		assertThat(row("docs/client.md", operation)).contains(http, method)
			.endsWith(operation.isIdempotent() ? "| always safe |" : "| if not processed |");
		assertThat(row("docs/from-the-javascript-sdk.md", operation)).contains(http, method,
				"`" + operation.id() + "(");
	}

	@ParameterizedTest
	@MethodSource("documents")
	void everyDocumentSaysWhatItIsForAndWhereToGoNext(Path document) {
		List<String> lines = Documents.read(document).strip().lines().filter((line) -> !line.isBlank()).toList();
		assertThat(lines.get(0)).startsWith("# ");
		assertThat(lines.get(1)).matches("[A-Z`\\[].*");
		List<String> headings = lines.stream().filter((line) -> line.startsWith("## ")).toList();
		assertThat(headings).last().isEqualTo("## Where to go next");
		assertThat(Documents.read(document).split("## Where to go next")[1]).containsPattern(LINK);
	}

	@Test
	void everyDocumentIsReachedFromTheReadme() {
		String readme = Documents.read("README.md");
		assertThat(documents()).filteredOn((document) -> document.getParent().endsWith("docs"))
			.isNotEmpty()
			.allSatisfy((document) -> assertThat(readme).contains("(docs/" + document.getFileName() + ")"));
	}

	private static String row(String document, BatchPipeOperation operation) {
		return Documents.read(document)
			.lines()
			.filter((line) -> line.startsWith("| `" + operation.id() + "` |"))
			.findFirst()
			.orElse("");
	}

	private static String method(BatchPipeOperation operation) {
		String[] words = operation.id().split("_");
		StringBuilder method = new StringBuilder(words[0]);
		for (int i = 1; i < words.length; i++) {
			method.append(StringUtils.capitalize(words[i]));
		}
		return method.toString();
	}

}
