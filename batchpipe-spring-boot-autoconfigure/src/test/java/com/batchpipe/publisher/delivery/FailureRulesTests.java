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

package com.batchpipe.publisher.delivery;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.junit.jupiter.api.Test;

import com.batchpipe.publisher.delivery.FailureRules.Verdict;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureRules}.
 */
class FailureRulesTests {

	private static final Map<Verdict, List<Integer>> TABLE = new EnumMap<>(Map.of(Verdict.INVALID, List.of(400, 422),
			Verdict.TOO_LARGE, List.of(413), Verdict.RATE_LIMITED, List.of(429, 503), Verdict.UNAUTHORIZED,
			List.of(401, 402), Verdict.FORBIDDEN, List.of(403), Verdict.UNKNOWN_PIPE, List.of(404, 410), Verdict.RETRY,
			List.of(408, 425, 500, 502, 504, 506, 507, 508, 511, 520, 599), Verdict.REFUSED,
			List.of(405, 406, 409, 411, 412, 414, 415, 417, 418, 421, 423, 424, 426, 428, 431, 451, 501, 505)));

	@Test
	void eachStatusHasItsRule() {
		TABLE.forEach((verdict, statuses) -> assertThat(statuses)
			.allSatisfy((status) -> assertThat(FailureRules.of(status)).isEqualTo(verdict)));
	}

	@Test
	void everySuccessIsADelivery() {
		assertThat(IntStream.range(200, 300).mapToObj(FailureRules::of)).containsOnly(Verdict.DELIVERED);
	}

	@Test
	void everyOtherClientErrorIsFinalAndEveryOtherStatusIsRetried() {
		List<Integer> named = TABLE.values().stream().flatMap(List::stream).toList();
		assertThat(IntStream.range(400, 500).filter((status) -> !named.contains(status)).mapToObj(FailureRules::of))
			.containsOnly(Verdict.REFUSED);
		assertThat(IntStream
			.concat(IntStream.range(500, 600), IntStream.concat(IntStream.range(100, 200), IntStream.range(300, 400)))
			.filter((status) -> !named.contains(status))
			.mapToObj(FailureRules::of)).containsOnly(Verdict.RETRY);
	}

	@Test
	void whenTheServerIsNotTrustedThenItIsAMatterOfAuthorization() {
		assertThat(FailureRules.of(new IOException(new SSLHandshakeException("path")))).isEqualTo(Verdict.UNAUTHORIZED);
		assertThat(FailureRules.of(new SSLPeerUnverifiedException("name"))).isEqualTo(Verdict.UNAUTHORIZED);
	}

	@Test
	void whenTheConnectionFailsThenItIsRetried() {
		assertThat(FailureRules.of(new SSLException("closed"))).isEqualTo(Verdict.RETRY);
		assertThat(FailureRules.of(new IOException("reset"))).isEqualTo(Verdict.RETRY);
		assertThat(FailureRules.of(new Error("anything"))).isEqualTo(Verdict.RETRY);
	}

	@Test
	void whenCausesAreACircleThenTheyEnd() {
		Exception one = new Exception("one");
		Exception other = new Exception("other", one);
		one.initCause(other);
		assertThat(FailureRules.of(one)).isEqualTo(Verdict.RETRY);
	}

}
