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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the bytes of {@link RawJson} and their ownership.
 */
class RawJsonTests {

	private final byte[] array = "[{\"n\":1},{\"n\":2}]".getBytes(StandardCharsets.UTF_8);

	@Test
	void whenAnArrayIsWrappedThenItIsNotCopied() {
		RawJson json = RawJson.of(this.array);
		assertThat(json.bytes()).isSameAs(this.array);
		assertThat(json.length()).isEqualTo(this.array.length);
	}

	@Test
	void whenAPartIsWrappedThenNothingElseIsSeen() throws IOException {
		RawJson json = RawJson.of(this.array, 9, 7);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		json.writeTo(out);
		assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"n\":2}");
		assertThat(json.bytes()).asString().isEqualTo("{\"n\":2}");
		assertThat(json.length()).isEqualTo(7);
		assertThat(json).hasToString("RawJson[7 bytes]");
	}

	@Test
	void whenAPartIsSentThenTheArrayMayBeChangedAfterwards() {
		DataBuffer buffer = RawJson.of(this.array, 0, this.array.length).toBuffer(new DefaultDataBufferFactory());
		this.array[1] = 'x';
		assertThat(buffer.toString(StandardCharsets.UTF_8)).isEqualTo("[{\"n\":1},{\"n\":2}]");
	}

	@ParameterizedTest
	@CsvSource({ "-1,1", "0,-1", "0,18", "18,0", "2147483647,1" })
	void whenThereIsNoSuchPartThenItFails(int offset, int length) {
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> RawJson.of(this.array, offset, length));
	}

	@Test
	void whenThereIsNoArrayThenItFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> RawJson.of((byte[]) null, 0, 0))
			.withMessage("'utf8' must not be null");
	}

}
