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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BaseUrl}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BaseUrlTests {

	@ParameterizedTest
	@CsvSource({ "https://api.example.com, https://api.example.com",
			"https://api.example.com/, https://api.example.com", "https://api.example.com///, https://api.example.com",
			"HTTPS://api.example.com:8443, https://api.example.com:8443",
			"http://localhost:8080/prefix/, http://localhost:8080/prefix",
			"http://[::1]:8080/a%20b/c, http://[::1]:8080/a%20b/c",
			"' https://api.example.com ', https://api.example.com",
			"https://api.example.com/v1.0/..a/.b/c..., https://api.example.com/v1.0/..a/.b/c...",
			"https://api.example.com/%252e%252e/%C3%89, https://api.example.com/%252e%252e/%C3%89" })
	void whenUrlIsValidThenPathsFollowIt(String baseUrl, String expected) {
		assertThat(BaseUrl.of(baseUrl).resolve(BatchPipeOperation.HEALTH)).hasToString(expected + "/v1/health");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "api.example.com", "//api.example.com", "/v1", "ftp://api.example.com",
			"jdbc:http://api.example.com", "http:", "http://", "http:///v1", "https://api.example.com:0",
			"https://api.example.com:65536", "https://api.example.com:port", "https://api.example.com?x=1",
			"https://api.example.com/?", "https://api.example.com#f", "https://{tenant}.example.com",
			"https://api.example.com/{tenant}", "https://api example.com", "https://user:s3cret@api.example.com",
			"https://s3cret@api.example.com", "https://a\r\nb", "https://user:s3cret@", "https://b\u00fccher.example" })
	void whenUrlIsInvalidThenItIsRefusedWithoutBeingRepeated(String baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.of(baseUrl))
			.withMessageContaining("'baseUrl'")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cret"))
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", ".", "a/../b", "a/./b", "a/..", "../", "%2e%2e/a", "a/.%2E/b", "a/%2e", "a%2f..%2fb",
			"a%5c..%5cb", "..;x=1/a", "%2e%2e%3bx/a" })
	void whenPathLeavesItsSegmentThenItIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.of("https://api.example.com/" + path))
			.withMessage("'baseUrl' must not have a path segment '.' or '..'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a%0d%0aX-Evil:%201", "%0D", "%0a", "%00", "a%09b", "%7F", "%C2%85", "a/%1b%5bm/b" })
	void whenPathHasEncodedControlCharactersThenItIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.of("https://api.example.com/" + path))
			.withMessage("'baseUrl' must not have control characters in its path");
	}

	@Test
	void whenUrlHasPrefixThenTemplateHasIt() {
		assertThat(BaseUrl.of("https://api.example.com/prefix/").uriTemplate(BatchPipeOperation.GET_PIPE))
			.isEqualTo("/prefix/v1/pipes/{pipe_id}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://unencrypted.example.com", "http://10.0.0.1", "http://localhost.example.com",
			"http://[2001:db8::1]" })
	void whenKeysWouldTravelUnencryptedThenItWarns(String baseUrl, CapturedOutput output) {
		BaseUrl.of(baseUrl);
		assertThat(output).contains("WARN").contains("unencrypted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.example.com", "http://localhost:1", "http://127.0.0.1", "http://127.8.9.1:80",
			"http://[::1]:8080" })
	void whenKeysAreSafeThenItDoesNotWarn(String baseUrl, CapturedOutput output) {
		BaseUrl.of(baseUrl);
		assertThat(output).doesNotContain("unencrypted");
	}

}
