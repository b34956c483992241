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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Runs the SQL of {@code docs/outbox.md}.
 */
@Timeout(120)
class DocumentedSqlTests {

	private static final Pattern SQL = Pattern.compile("(?m)^```sql\\n(.*?)^```$", Pattern.DOTALL);

	@Test
	void theScriptIsThatOfThisVersion() throws IOException {
		assertThat(block(0)).isEqualTo(new ClassPathResource("com/batchpipe/outbox/schema-postgresql.sql")
			.getContentAsString(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "H2")
	void theQueriesShowWhatIsInTheTables(TestDatabase database) throws IOException {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.publish(fixture.outbox(), 0, 3);
			Object id = (database == TestDatabase.POSTGRESQL) ? UUID.randomUUID() : new byte[16];
			fixture.jdbc.update("insert into BATCHPIPE_OUTBOX_SET_ASIDE values ('p', ?, ?, 'INVALID', 400, 1000)", id,
					"{\"n\":1}".getBytes(StandardCharsets.UTF_8));
			List<String> queries = statements((database == TestDatabase.POSTGRESQL) ? 1 : 2);
			Map<String, Object> pending = fixture.jdbc.queryForMap(queries.get(0));
			assertThat(pending.get("PIPE_ID")).isEqualTo(fixture.pipe);
			assertThat(((Timestamp) pending.get("OLDEST")).toInstant()).isCloseTo(Instant.now(),
					within(Duration.ofMinutes(5)));
			assertThat(fixture.jdbc.queryForMap(queries.get(1)).values()).contains("INVALID", 400, "{\"n\":1}");
		}
	}

	@Test
	void theStorageParametersExist() throws IOException {
		try (OutboxFixture fixture = new OutboxFixture(TestDatabase.POSTGRESQL)) {
			statements(3).forEach(fixture.jdbc::execute);
		}
	}

	private static List<String> statements(int block) throws IOException {
		return Arrays.stream(block(block).split(";")).map(String::strip).filter((sql) -> !sql.isEmpty()).toList();
	}

	private static String block(int index) throws IOException {
		List<MatchResult> blocks = SQL.matcher(Files.readString(Path.of("../docs/outbox.md"))).results().toList();
		assertThat(blocks).hasSize(4);
		return blocks.get(index).group(1);
	}

}
