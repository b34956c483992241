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

import java.io.IOException;

import io.netty.handler.timeout.ReadTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CopiedException}.
 */
class CopiedExceptionTests {

	private static final ApiKey KEY = ApiKey.of("literal-key");

	@Test
	void whenExceptionIsOfTheJdkThenItIsKept() {
		Throwable ex = new IOException("reset", new IllegalStateException("x"));
		ex.addSuppressed(new IOException("y"));
		assertThat(CopiedException.withoutSecrets(ex, KEY)).isSameAs(ex);
	}

	@Test
	void whenExceptionIsOfNettyAndHoldsNothingThenItIsKept() {
		Throwable ex = ReadTimeoutException.INSTANCE;
		assertThat(CopiedException.withoutSecrets(ex, KEY)).isSameAs(ex);
	}

	@Test
	void whenThereIsNoneThenThereIsNone() {
		assertThat(CopiedException.withoutSecrets(null, KEY)).isNull();
	}

	@Test
	void whenExceptionIsOfAnyLibraryThenItIsCopied() {
		Throwable ex = new LibraryException("broken");
		Throwable copy = CopiedException.withoutSecrets(ex, KEY);
		assertThat(copy).isNotSameAs(ex)
			.hasMessage("broken")
			.hasToString(LibraryException.class.getName() + ": broken")
			.hasNoCause();
		assertThat(copy.getStackTrace()).isEqualTo(ex.getStackTrace());
	}

	@Test
	void whenCauseIsOfAnyLibraryThenBothAreCopied() {
		Throwable ex = new IOException("outer", new LibraryException("inner"));
		Throwable copy = CopiedException.withoutSecrets(ex, KEY);
		assertThat(copy).hasToString("java.io.IOException: outer");
		assertThat(copy.getCause()).hasToString(LibraryException.class.getName() + ": inner");
	}

	@Test
	void whenSuppressedExceptionIsOfAnyLibraryThenItIsCopied() {
		Throwable ex = new IOException("outer");
		ex.addSuppressed(new LibraryException("suppressed"));
		Throwable copy = CopiedException.withoutSecrets(ex, KEY);
		assertThat(copy.getSuppressed()).singleElement().hasToString(LibraryException.class.getName() + ": suppressed");
	}

	@Test
	void whenMessageHoldsTheKeyOrBreaksTheLineThenItIsCopiedWithoutThem() {
		Throwable copy = CopiedException.withoutSecrets(new IOException("got literal-key\nand bp_v1_other"), KEY);
		assertThat(copy).hasMessage("got ****** and bp_v1_******");
	}

	@Test
	void whenExceptionsAreTheirOwnCausesThenCopyingEnds() {
		Exception one = new LibraryException("one");
		Exception other = new LibraryException("other");
		one.initCause(other);
		other.initCause(one);
		other.addSuppressed(one);
		assertThat(CopiedException.withoutSecrets(one, KEY)).hasMessage("one");
	}

	private static final class LibraryException extends RuntimeException {

		LibraryException(String message) {
			super(message);
		}

	}

}
