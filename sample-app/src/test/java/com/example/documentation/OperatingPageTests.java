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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpStatus;

import com.batchpipe.outbox.RelayPause;
import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.UndeliveredReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page about operating has everything that the application can show to
 * whoever operates it, and that its troubleshooting tables are proven by tests.
 */
class OperatingPageTests {

	private static final String PAGE = "docs/operating.md";

	private static final Pattern ALERT = Pattern.compile("(?m)^\\s*- alert: (\\w+)$");

	private static final Pattern LOG_CALL = Pattern.compile("\\blogger\\s*\\.(?:info|warn|error)\\((.*?)\\);",
			Pattern.DOTALL);

	private static final String CAUSES = "batchpipe-spring-boot-autoconfigure/src/main/java/com/batchpipe/publisher/"
			+ "delivery/CauseText.java";

	private static final Pattern CAUSES_TABLE = Pattern
		.compile("(?m)^\\| cause in the line, for example \\|.*\\n\\| --- .*\\n((?:\\|.*\\n)+)");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern STATUS = Pattern.compile("(\\d{3}) ([A-Z][\\w ]+)");

	private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");

	private static final Pattern PROOF = Pattern.compile("(?m)^\\| .* \\| \\[test\\]\\[([\\w-]+)\\] \\|$");

	private static final Pattern PROVEN_ROW = Pattern.compile("(?m)^\\| symptom \\| cause \\| fix \\| proof \\|\\n"
			+ "\\| --- \\| --- \\| --- \\| --- \\|\\n((?:\\|.*\\n)+)");

	private static final Pattern DEFINITION = Pattern.compile("(?m)^\\[([\\w-]+)]: (\\S+\\.java) \"(\\w+)\"$");

	private final String page = Documents.read(PAGE);

	@Test
	void everyAlertIsInTheTable() {
		Matcher alerts = ALERT.matcher(Documents.read("docs/grafana/batchpipe-alerts.yml"));
		assertThat(alerts.results().map((alert) -> alert.group(1))).hasSizeGreaterThan(10)
			.allSatisfy((alert) -> assertThat(this.page).containsPattern("(?m)^\\| \\**`" + alert + "`\\** \\|"));
	}

	@ParameterizedTest
	@EnumSource
	void everyCauseOfAPauseIsInTheTable(PauseCause cause) {
		assertThat(this.page).containsPattern("(?m)^\\| `" + cause + "` \\|");
	}

	/**
	 * The first cell of each row quotes causes as the log has them.
	 */
	@ParameterizedTest
	@MethodSource
	void everyQuotedCauseIsOneThatTheLogCanContain(String quoted) {
		Matcher status = STATUS.matcher(quoted);
		if (status.matches()) {
			assertThat(HttpStatus.valueOf(Integer.parseInt(status.group(1))).getReasonPhrase())
				.isEqualTo(status.group(2));
		}
		else {
			List<String> literals = LITERAL.matcher(Documents.read(Documents.ROOT.resolve(CAUSES)))
				.results()
				.map((literal) -> literal.group(1))
				.filter((literal) -> literal.length() >= 5)
				.toList();
			assertThat(literals).hasSizeGreaterThan(8).anyMatch(quoted::contains);
		}
	}

	static Stream<String> everyQuotedCauseIsOneThatTheLogCanContain() {
		Matcher table = CAUSES_TABLE.matcher(Documents.read(PAGE));
		assertThat(table.find()).isTrue();
		return table.group(1)
			.lines()
			.map((row) -> row.split(" \\| ")[0])
			.flatMap((cell) -> CODE.matcher(cell).results().map((code) -> code.group(1)))
			.filter((cause) -> !cause.startsWith("Connection refused"));
	}

	@ParameterizedTest
	@EnumSource
	void everyPauseOfTheRelayIsExplained(RelayPause pause) {
		assertThat(this.page).contains("`pause` is `" + pause + "`");
	}

	@ParameterizedTest
	@EnumSource
	void everyReasonOfAnUndeliveredRecordIsExplained(UndeliveredReason reason) {
		assertThat(Documents.read("docs/publisher.md")).contains("`" + reason + "`");
	}

	@ParameterizedTest
	@MethodSource
	void everyLogLineIsExplained(String start) {
		assertThat(this.page).contains(start);
	}

	/**
	 * Return how the messages that the libraries log begin.
	 */
	static Stream<String> everyLogLineIsExplained() throws IOException {
		List<String> starts = new ArrayList<>();
		for (String module : List.of("autoconfigure", "kafka", "outbox")) {
			Path sources = Documents.ROOT.resolve("batchpipe-spring-boot-" + module + "/src/main/java");
			try (Stream<Path> files = Files.walk(sources)) {
				files.filter((file) -> file.toString().endsWith(".java"))
					.flatMap((file) -> LOG_CALL.matcher(Documents.read(file)).results())
					.map((call) -> start(call.group(1)))
					.forEach(starts::add);
			}
		}
		assertThat(starts).hasSizeGreaterThan(15);
		return starts.stream().distinct();
	}

	/**
	 * Return the first words of a message that are not the name of something.
	 */
	private static String start(String arguments) {
		return LITERAL.matcher(arguments)
			.results()
			.map((literal) -> literal.group(1))
			.filter((text) -> text.length() >= 10)
			.findFirst()
			.map((text) -> text.split("[.:;,] ")[0].strip())
			.orElse(arguments);
	}

	@Test
	void everyRowOfTheTroubleshootingTablesIsProvenByATest() {
		List<String> rows = PROVEN_ROW.matcher(this.page).results().flatMap((table) -> table.group(1).lines()).toList();
		assertThat(rows).hasSizeGreaterThan(20).allMatch(PROOF.asMatchPredicate());
		List<String> proofs = PROOF.matcher(this.page).results().map((proof) -> proof.group(1)).toList();
		List<MatchResult> definitions = DEFINITION.matcher(this.page).results().toList();
		assertThat(definitions.stream().map((definition) -> definition.group(1)))
			.containsExactlyInAnyOrderElementsOf(proofs);
		assertThat(definitions).allSatisfy((definition) -> {
			Path test = Documents.ROOT.resolve(PAGE).resolveSibling(definition.group(2)).normalize();
			assertThat(test).exists();
			assertThat(Documents.read(test)).contains("void " + definition.group(3) + "(");
		});
	}

}
