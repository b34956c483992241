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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.std.StdSerializer;

import com.batchpipe.client.RawJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RecordEncoder}.
 */
class RecordEncoderTests {

	private final RecordEncoder encoder = new RecordEncoder(RecordEncoder.writer(JsonMapper.shared()), null);

	@Test
	void whenOneRecordFollowsAnotherThenNothingOfTheFirstIsLeft() {
		assertThat(encode(Map.of("text", "x".repeat(5000)))).hasSize(5000 + 11);
		assertThat(encode(Map.of("n", 1))).isEqualTo("{\"n\":1}");
		assertThat(encode(RawJson.of(" {\"n\": 2}\n"))).isEqualTo("{\"n\": 2}");
		assertThat(encode(Map.of())).isEqualTo("{}");
	}

	@Test
	void whenARecordFailsHalfwayThenTheNextIsWhole() {
		Map<String, Object> broken = new LinkedHashMap<>();
		broken.put("a", List.of(Map.of("b", "begun")));
		broken.put("c", new Failing(new IllegalStateException("no")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(broken))
			.withMessageContaining("LinkedHashMap");
		assertThat(encode(Map.of("n", 1))).isEqualTo("{\"n\":1}");
	}

	@Test
	void whenARecordCannotBeWrittenThenThePathOfThePropertyIsNamedAndNoValue() {
		Map<String, Object> order = new LinkedHashMap<>();
		order.put("card", "4111111111111111");
		order.put("lines", List.of(Map.of(), Map.of("price", new Failing(new IllegalStateException("no price")))));
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(order))
			.withMessage("'record' cannot be written as JSON (type java.util.LinkedHashMap): at 'lines[1].price.b', "
					+ "DatabindException")
			.withCause(new IllegalStateException("no price"));
	}

	@Test
	void whenJacksonItselfFailsThenItsExceptionIsNotKept() {
		Map<String, Object> record = Map.of("when", new Quoting("4111111111111111"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(record))
			.withMessageContaining("at 'when'")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("4111"));
	}

	@Test
	void whenANameWouldForgeALineOfTheLogThenItIsMadePrintable() {
		Map<String, Object> record = Map.of("a\r\nWARN bp_v1_secret \u202e", new Failing(new IllegalStateException()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(record))
			.withMessageContaining("at 'a WARN bp_v1_****** .b'");
	}

	@Test
	void whenARecordContainsItselfThenOnlyThisOneFails() {
		Map<String, Object> circle = new LinkedHashMap<>();
		circle.put("circle", circle);
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(circle));
		assertThat(encode(Map.of("n", 1))).isEqualTo("{\"n\":1}");
	}

	@Test
	void whenTheStackOverflowsInARecordThenOnlyThisOneFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(new Recursive()));
		assertThat(encode(Map.of("n", 1))).isEqualTo("{\"n\":1}");
	}

	@Test
	void whenAnErrorIsThrownThenTheNextRecordIsWhole() {
		Map<String, Object> broken = Map.of("a", new Failing(new NoClassDefFoundError("no")));
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> this.encoder.encode(broken));
		assertThat(encode(Map.of("n", 1))).isEqualTo("{\"n\":1}");
	}

	@Test
	void whenAnObjectWithAnIdentityIsWrittenAgainThenItIsWrittenInFull() {
		Identified record = new Identified(7, "seven");
		String first = encode(record);
		assertThat(first).contains("\"name\":\"seven\"");
		assertThat(encode(record)).isEqualTo(first);
	}

	@ParameterizedTest
	@MethodSource
	void whenItIsNotOneObjectThenItIsRefusedAndTheNextIsWhole(Object record) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(record))
			.withMessageContaining("'record' must");
		assertThat(encode(Map.of("n", 1))).isEqualTo("{\"n\":1}");
	}

	static List<Object> whenItIsNotOneObjectThenItIsRefusedAndTheNextIsWhole() {
		return List.of(List.of(1), 1, true, "{}", new StringBuilder("{}"), new byte[] { '{', '}' }, RawJson.of("[1]"));
	}

	@Test
	void whenThereAreRecordIdsThenTheyAreInEveryKindOfRecord() {
		RecordEncoder withIds = new RecordEncoder(RecordEncoder.writer(JsonMapper.shared()),
				new RecordIds("id", () -> 1));
		for (Object record : List.of(Map.of("n", 1), RawJson.of(" {\"n\":1} "), RawJson.of("{}"), Map.of())) {
			withIds.encode(record);
			assertThat(JsonMapper.shared().readTree(withIds.copy()).get("id").asString()).startsWith("00000000-0001-7");
		}
	}

	private String encode(Object record) {
		this.encoder.encode(record);
		assertThat(this.encoder.copy()).hasSize(this.encoder.length());
		return new String(this.encoder.bytes(), this.encoder.offset(), this.encoder.length(), StandardCharsets.UTF_8);
	}

	/**
	 * A record whose second field cannot be written.
	 */
	public static final class Failing {

		private final Throwable failure;

		Failing(Throwable failure) {
			this.failure = failure;
		}

		public String getA() {
			return "written";
		}

		public String getB() throws Throwable {
			throw this.failure;
		}

	}

	/**
	 * A value that Jackson quotes when it cannot be written.
	 */
	@JsonSerialize(using = QuotingSerializer.class)
	record Quoting(String text) {
	}

	static final class QuotingSerializer extends StdSerializer<Quoting> {

		QuotingSerializer() {
			super(Quoting.class);
		}

		@Override
		public void serialize(Quoting value, JsonGenerator generator, SerializationContext context) {
			throw DatabindException.from(generator, "Cannot write \"" + value.text() + "\"");
		}

	}

	/**
	 * A record whose field never ends.
	 */
	public static final class Recursive {

		public int getDepth() {
			return getDepth() + 1;
		}

	}

	@JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
	record Identified(int id, String name) {
	}

}
