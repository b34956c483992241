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

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no response body blocks the thread that reads it, fills the memory, or leaks
 * into logs and messages. The bodies come from a generator with fixed seeds.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileBodyTests {

	/**
	 * Does not have the documented format, and contains special characters of JSON and of
	 * patterns.
	 */
	private static final ApiKey KEY = ApiKey.of("k3y\"\\$1(.*)+/=%");

	private static final int MAX_SIZE = 4 * 1024 * 1024;

	private static final long MAX_CPU_MILLIS = 2000;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final GivenResponse response = new GivenResponse();

	private final BatchPipeClient client = this.response.client(KEY);

	static Stream<Arguments> worstBodies() {
		return HostileBodies.worst(MAX_SIZE - 1000)
			.entrySet()
			.stream()
			.map((body) -> Arguments.of(body.getKey(), body.getValue()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("worstBodies")
	void whenBodyOfAnErrorIsAsBadAsCanBeThenReadingItTakesLittleTimeAndMemory(String name, Supplier<byte[]> worst) {
		byte[] bytes = worst.get();
		assertThat(bytes).hasSizeBetween(MAX_SIZE - 200_000, MAX_SIZE);
		BatchPipeResponse response = call(bytes, 400, 12);
		assertThatNothingBadIsSeen(response);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("worstBodies")
	void whenBodyOfASuccessIsAsBadAsCanBeThenItIsReadOrRefused(String name, Supplier<byte[]> worst) {
		call(worst.get(), 200, 100);
	}

	@ParameterizedTest(name = "seeds from {0}")
	@ValueSource(ints = { 0, 500, 1000, 1500 })
	void whenBodyOfAnErrorIsRandomThenItIsReadAndNothingBadIsSeen(int first) {
		for (int seed = first; seed < first + 500; seed++) {
			byte[] random = HostileBodies.random(seed, KEY.reveal());
			BatchPipeResponse response = call(random, 400, 40);
			assertThatNothingBadIsSeen(response);
			JsonNode data = response.data();
			if (data == null || !data.isObject()) {
				assertThat(response.error().toString()).as("seed %d", seed)
					.isEqualTo(BatchPipeResponse.of(BatchPipeOperation.LIST_PIPES, 400, null).error().toString());
			}
		}
	}

	@ParameterizedTest(name = "seeds from {0}")
	@ValueSource(ints = { 0, 500, 1000, 1500 })
	void whenBodyOfASuccessIsRandomThenItIsReadOrRefused(int first) {
		for (int seed = first; seed < first + 500; seed++) {
			BatchPipeResponse response = call(HostileBodies.random(seed, KEY.reveal()), 200, 100);
			if (response != null) {
				assertThatNothingBadIsSeen(response.toString());
			}
		}
	}

	@Test
	void whenServerMakesUpNamesThenTheyAreNotKept() {
		long before = usedMemory();
		for (int i = 0; i < 30; i++) {
			StringBuilder names = new StringBuilder("{\"x\":1");
			for (int name = 0; name < 80; name++) {
				names.append(",\"").append(i * 100 + name).append("n".repeat(49_000)).append("\":1");
			}
			call(names.append('}').toString().getBytes(StandardCharsets.UTF_8), (i % 2 == 0) ? 200 : 400, 100);
		}
		assertThat(usedMemory() - before).isLessThan(50_000_000);
	}

	private static long usedMemory() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@ParameterizedTest
	@ValueSource(classes = { int.class, long.class, double.class, BigInteger.class, BigDecimal.class, String.class,
			boolean.class, Instant.class, Duration.class, Object.class, UUID.class })
	void whenANumberIsHugeThenReadingItAsATypeTakesLittleTimeAndMemory(Class<?> type) {
		for (String number : List.of("1e999999999", "-1e2147483647", "1e-999999999", "9".repeat(1000))) {
			BatchPipeResponse response = call(number.getBytes(StandardCharsets.UTF_8), 200, 100);
			measure(() -> {
				try {
					assertThat(response.dataAs(type)).isNotNull();
				}
				catch (BatchPipeDecodingException ex) {
					assertThat(ex.getMessage()).doesNotContain("e999");
				}
			}, 4_000_000);
		}
	}

	/**
	 * Make a call on this thread and limit its cost.
	 * @return the response, or {@code null} if it was rejected
	 */
	private BatchPipeResponse call(byte[] body, int status, int bytesAllocatedPerByte) {
		this.response.body(body);
		this.response.status(status);
		AtomicReference<BatchPipeResponse> response = new AtomicReference<>();
		measure(() -> {
			try {
				response.set(this.client.listPipes().block(Duration.ofSeconds(60)));
			}
			catch (BatchPipeDecodingException ex) {
				assertThatNothingBadIsSeen(ex.getMessage());
			}
		}, (long) bytesAllocatedPerByte * body.length + 4_000_000);
		return response.get();
	}

	private static void measure(Runnable action, long maxAllocated) {
		long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
		long before = threads.getCurrentThreadCpuTime();
		action.run();
		long cpu = threads.getCurrentThreadCpuTime() - before;
		long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
		assertThat(TimeUnit.NANOSECONDS.toMillis(cpu)).as("CPU time").isLessThan(MAX_CPU_MILLIS);
		assertThat(allocated).as("allocated").isLessThan(maxAllocated);
	}

	private static void assertThatNothingBadIsSeen(BatchPipeResponse response) {
		BatchPipeError error = response.error();
		assertThat(error.fieldErrors().size()).isLessThanOrEqualTo(1000);
		assertThat(error.toString().length()).isLessThan(120_000);
		assertThatNothingBadIsSeen(error.toString());
		assertThatNothingBadIsSeen(response.toString());
		assertThatNothingBadIsSeen(BatchPipeApiException.of(response).getMessage());
	}

	private static void assertThatNothingBadIsSeen(String text) {
		assertThat(text).doesNotContain(KEY.reveal());
		assertThat(text.codePoints().filter(HostileBodyTests::isUnprintable).toArray()).isEmpty();
	}

	private static boolean isUnprintable(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

}
