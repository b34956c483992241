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

import java.io.EOFException;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ResponseReader}.
 */
class ResponseReaderTests {

	private final ResponseReader reader = new ResponseReader(4, (body) -> {
		throw new AssertionError("must not be decoded");
	}, UnaryOperator.identity());

	@Test
	void whenBodyIsAsLargeAsAllowedThenFailureOfTheConnectionIsTheFailure() {
		assertThat(this.reader.append(buffer(4))).isTrue();
		assertThat(this.reader.isTooLarge()).isFalse();
		assertThat(this.reader.failure(new EOFException())).isInstanceOf(EOFException.class);
	}

	@Test
	void whenBodyIsTooLargeThenThatIsTheFailure() {
		assertThat(this.reader.append(buffer(4))).isTrue();
		assertThat(this.reader.append(buffer(1))).isFalse();
		assertThat(this.reader.isTooLarge()).isTrue();
		assertThat(this.reader.failure(new EOFException())).isInstanceOf(DataBufferLimitException.class);
		assertThatExceptionOfType(DataBufferLimitException.class).isThrownBy(this.reader::response);
	}

	private static DataBuffer buffer(int size) {
		return DefaultDataBufferFactory.sharedInstance.wrap(new byte[size]);
	}

}
