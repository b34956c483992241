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

package com.batchpipe.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PrintableText}.
 */
class PrintableTextTests {

	@ParameterizedTest
	@ValueSource(ints = { 0x00, 0x07, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x61c, 0x180e, 0x200b,
			0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff, 0xfff9, 0xe0001, 0xe0041 })
	void whenACharacterChangesWhatIsAroundItThenItBecomesASpace(int codePoint) {
		String character = Character.toString(codePoint);
		assertThat(PrintableText.of("a" + character + character + "b" + character, 100)).isEqualTo("a b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\ud83d", "a\ude80", "a\ude80\ud83d", "\ud83da" })
	void whenHalfOfACharacterIsMissingThenItIsLeftOut(String text) {
		assertThat(PrintableText.of(text, 100)).isEqualTo("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Z\u00fcrich", "\u65e5\u672c", "\ud83d\ude80", "a\u00a0b", "1 \u20ac",
			"\u0633\u0644\u0627\u0645" })
	void whenTextIsOfTheWorldThenItStaysAsItIs(String text) {
		assertThat(PrintableText.of(text, 100)).isEqualTo(text);
	}

	@Test
	void whenTextIsLongThenItIsCutBetweenCharacters() {
		assertThat(PrintableText.of("abcdef", 3)).isEqualTo("abc...");
		assertThat(PrintableText.of("ab\ud83d\ude80def", 3)).isEqualTo("ab\ud83d\ude80...");
		assertThat(PrintableText.of("abc", 3)).isEqualTo("abc");
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '\0', value = { //
			"key bp_v1_abc is unknown => key bp_v1_****** is unknown", //
			"Unknown key bp_v1_S3cr-et_9! => Unknown key bp_v1_******!", //
			"bp_v1_a+b/c=d~e%f&g#h,i;j is unknown => bp_v1_****** is unknown", //
			"(bp_v1_abc), bp_v1_def => (bp_v1_******), bp_v1_******", //
			"{\"key\":\"bp_v1_a'b{c\",\"n\":1} => {\"key\":\"bp_v1_******\",\"n\":1}", //
			"{\"key\":\"bp_v1_a\\\"b\",\"n\":1} => {\"key\":\"bp_v1_******\",\"n\":1}", //
			"{'key': 'bp_v1_a\"b'} => {'key': 'bp_v1_******'}", //
			"key 'bp_v1_o'neil' is unknown => key 'bp_v1_******' is unknown", //
			"{key=bp_v1_abc} => {key=bp_v1_******}", //
			"Bearer_bp_v1_abc => Bearer_bp_v1_******", //
			"<b>bp_v1_abc</b> => <b>bp_v1_******>", //
			"Keys begin with bp_v1_. => Keys begin with bp_v1_.", //
			"It must begin with 'bp_v1_', not => It must begin with 'bp_v1_', not", //
			"bp_v1_... => bp_v1_...", //
			"bp_v1_****** => bp_v1_******" })
	void whenTextHasTheFormOfAKeyThenItIsMasked(String text, String line) {
		assertThat(PrintableText.of(text, 100)).isEqualTo(line);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '\0', value = { //
			"s3cret => Not s3cret or s3crets => Not ****** or ******s", //
			"a\"b => {\"a\"b\":1} => {\"******\":1}", //
			"bp_v1_a\"b => \"bp_v1_a\"b\" \"bp_v1_a\"c => \"bp_v1_******\" \"bp_v1_******", //
			"bp_v1_a. => bp_v1_a. bp_v1_a.b => bp_v1_****** bp_v1_******" })
	void whenTheKeyIsKnownThenItIsMaskedWhateverItsForm(String key, String text, String line) {
		assertThat(PrintableText.of(text, 100, ApiKey.of(key))).isEqualTo(line);
	}

	@Test
	void whenKeyIsWhereTheTextIsCutThenItIsMaskedAsAWhole() {
		ApiKey key = ApiKey.of("0123456789");
		for (int maxLength = 1; maxLength < 30; maxLength++) {
			assertThat(PrintableText.of("abcde 0123456789 0123456789", maxLength, key)).doesNotContain("0");
			assertThat(PrintableText.of("abcde bp_v1_0123456789 x", maxLength)).doesNotContain("0");
		}
	}

	@Test
	void whenTextIsMissingOrLengthIsZeroThenItFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> PrintableText.of(null, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> PrintableText.of("a", 0));
	}

}
