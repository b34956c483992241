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

package com.batchpipe.publisher.encoding;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecordIds}.
 */
class RecordIdsTests {

	private static final String UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

	private long millis = 0x0123_4567_89abL;

	private final RecordIds ids = new RecordIds("record_id", () -> this.millis);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"n":1}        | {"record_id":"ID","n":1}
			{ "n":1 }      | {"record_id":"ID", "n":1 }
			{}             | {"record_id":"ID"}
			{   }          | {"record_id":"ID"}
			{"}":"{"}      | {"record_id":"ID","}":"{"}
			{"a":{}}       | {"record_id":"ID","a":{}}
			""")
	void idIsTheFirstField(String json, String expected) {
		assertThat(insert(json).replaceFirst(UUID_PATTERN, "ID")).isEqualTo(expected);
	}

	@Test
	void idIsAUuidOfVersion7ThatBeginsWithTheTime() {
		UUID id = id();
		assertThat(id.version()).isEqualTo(7);
		assertThat(id.variant()).isEqualTo(2);
		assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(this.millis);
	}

	@Test
	void idsOfTheSameMomentDifferAndLaterOnesSortBehind() {
		Set<UUID> ids = new HashSet<>();
		String earlier = "";
		for (int i = 0; i < 1000; i++) {
			assertThat(ids.add(id())).isTrue();
			this.millis++;
			String later = id().toString();
			assertThat(later).isGreaterThan(earlier);
			earlier = later;
		}
	}

	private UUID id() {
		JsonNode node = JsonMapper.shared().readTree(insert("{\"n\":1}"));
		return UUID.fromString(node.get("record_id").asString());
	}

	@Test
	void whenTheIdentifierIsGivenThenItIsInserted() {
		UUID id = UUID.randomUUID();
		assertThat(insert("{\"n\":1}", id)).isEqualTo("{\"record_id\":\"" + id + "\",\"n\":1}");
	}

	private String insert(String json) {
		return insert(json, null);
	}

	private String insert(String json, @Nullable UUID id) {
		byte[] record = json.getBytes(StandardCharsets.UTF_8);
		byte[] bytes = new byte[this.ids.gap() + record.length];
		System.arraycopy(record, 0, bytes, this.ids.gap(), record.length);
		int from = this.ids.insert(bytes, bytes.length, id);
		return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
	}

}
