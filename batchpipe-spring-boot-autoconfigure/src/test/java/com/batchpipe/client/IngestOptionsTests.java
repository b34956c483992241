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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IngestOptions}.
 */
class IngestOptionsTests {

	private static final ApiKey KEY = ApiKey.of("bp_v1_call");

	@Test
	void whenNothingIsSaidThenTheClientsKeyIsUsed() {
		assertThat(IngestOptions.none().isKeyless()).isFalse();
		assertThat(IngestOptions.none().apiKey()).isNull();
	}

	@Test
	void whenWithoutKeyComesLastThenThereIsNoKey() {
		IngestOptions options = IngestOptions.none().withApiKey(KEY).withoutApiKey();
		assertThat(options.isKeyless()).isTrue();
		assertThat(options.apiKey()).isNull();
	}

	@Test
	void whenKeyComesLastThenItIsSent() {
		IngestOptions options = IngestOptions.none().withoutApiKey().withApiKey(KEY);
		assertThat(options.isKeyless()).isFalse();
		assertThat(options.apiKey()).isEqualTo(KEY);
	}

	@Test
	void whenOtherOptionsFollowThenWithoutKeyIsKept() {
		IngestOptions options = IngestOptions.none()
			.withoutApiKey()
			.withOrigin("https://shop.example.com")
			.withContentEncoding("gzip");
		assertThat(options.isKeyless()).isTrue();
		assertThat(options)
			.hasToString("IngestOptions[apiKey=none, origin=https://shop.example.com, contentEncoding=gzip]");
	}

}
