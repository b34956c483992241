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

package com.batchpipe.publisher;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.hostile.RecordedLog;
import com.batchpipe.publisher.log.PauseLog;
import com.batchpipe.publisher.thread.VirtualLoop;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the publisher's log of pauses, with virtual time.
 */
class PauseLogTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Function<PublisherFixture.Request, Mono<BatchPipeResponse>> REFUSED = (request) -> Mono
		.error(new ConnectException("Connection refused: api.example.com/192.0.2.1:443"));

	private final RecordedLog log = RecordedLog.start();

	private final PublisherFixture fixture = new PublisherFixture(
			(builder) -> builder.requestTimeout(Duration.ofSeconds(10)).deliveryTimeout(Duration.ofHours(2)));

	private int next;

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void whenServiceIsDownForAMinuteThenTwoLinesTellOfIt() {
		this.fixture.respondWith(REFUSED);
		publishEachSecond(60);
		this.fixture.respondWith(200);
		publishEachSecond(60);
		assertThat(lines()).hasSize(2);
		assertThat(lines().get(0)).matches("WARN Sending paused for pipe 'pipe-a': Connection refused: "
				+ "api.example.com/192.0.2.1:443; retrying in [\\d.]+ m?s");
		assertThat(lines().get(1))
			.matches("INFO Sending resumed for pipe 'pipe-a' after \\d+ s; \\d+ records are buffered");
	}

	@Test
	void whenCausesChangeThenTheFirstOneIsNamed() {
		List<Function<PublisherFixture.Request, Mono<BatchPipeResponse>>> causes = List.of(REFUSED,
				(request) -> ScriptedClient.response(500), (request) -> Mono.never(),
				(request) -> ScriptedClient.response(429), (request) -> ScriptedClient.response(503, "2"),
				(request) -> ScriptedClient.response(404));
		this.fixture.respondWith((request) -> causes.get(request.index() % causes.size()).apply(request));
		publishEachSecond(300);
		this.fixture.respondWith(200);
		publishEachSecond(60);
		assertThat(lines()).hasSize(2);
	}

	@Test
	void whenServiceDoesNotRespondThenTheLineSaysSo() {
		this.fixture.respondWith((request) -> Mono.never());
		publishEachSecond(120);
		assertThat(lines()).singleElement()
			.asString()
			.startsWith("WARN Sending paused for pipe 'pipe-a': no response in time (the request timeout is 10 s); ");
	}

	@Test
	void whenServiceAsksToWaitThenTheLinesSayForHowLong() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.index() == 1) ? 429 : 200, "30"));
		publishEachSecond(60);
		assertThat(lines()).containsExactly(
				"WARN Sending paused for pipe 'pipe-a': 429 (Retry-After 30 s); retrying in 30 s",
				"INFO Sending resumed for pipe 'pipe-a' after 30 s; 31 records are buffered");
	}

	@Test
	void whenServiceLimitsTheRateForAMinuteThenAFewLinesTellOfIt() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.index() % 2 == 1) ? 429 : 200, "3"));
		publishEachSecond(60);
		assertThat(lines()).hasSizeBetween(2, 4);
	}

	@Test
	void whenServiceLimitsTheRateForAnHourThenALineAMinuteTellsOfIt() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.index() % 2 == 1) ? 429 : 200, "3"));
		publishEachSecond(3600);
		assertThat(lines()).hasSizeBetween(60, 64);
		assertThat(lines().subList(2, lines().size())).allMatch((line) -> line
			.matches("WARN Sending paused \\d+ more times within 60 s, most recently for pipe 'pipe-a': "
					+ "429 \\(Retry-After 3 s\\)"));
	}

	@Test
	void whenServiceIsDownAfterItHasLimitedTheRateThenTheOutageHasItsLines() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.index() % 2 == 1) ? 429 : 200, "3"));
		publishEachSecond(50);
		this.fixture.respondWith(REFUSED);
		publishEachSecond(200);
		this.fixture.respondWith(200);
		publishEachSecond(60);
		assertThat(lines()).filteredOn((line) -> line.contains("Connection refused")).hasSize(1);
		assertThat(lines()).hasSizeLessThan(8);
		assertThat(lines().get(lines().size() - 1)).startsWith("INFO Sending resumed for pipe 'pipe-a' after ");
	}

	@Test
	void whenKeyIsWrongForAMinuteThenTwoLinesTellOfIt() {
		this.fixture.respondWith(401);
		publishEachSecond(60);
		this.fixture.respondWith(200);
		publishEachSecond(120);
		assertThat(lines()).hasSize(2);
		assertThat(lines().get(0)).isEqualTo(
				"WARN Sending paused for all pipes: 401 (BatchPipe does not accept the API key); retrying in 30 s");
		assertThat(lines().get(1)).startsWith("INFO Sending resumed for all pipes after ");
	}

	@Test
	void whenPipesArePausedForReasonsOfTheirOwnThenEachIsNamedWithinSeconds() {
		this.fixture.respondWith((request) -> ScriptedClient.response(request.pipeId().equals("unknown") ? 404 : 403));
		this.fixture.publish("unknown", 0, 10);
		this.fixture.publish("forbidden", 0, 10);
		this.fixture.advance(Duration.ofSeconds(6));
		assertThat(lines()).containsExactly(
				"WARN Sending paused for pipe 'unknown': 404 (unknown pipe); retrying in 30 s",
				"WARN Sending paused for pipe 'forbidden': 403 (the API key lacks permission)");
	}

	@Test
	void whenTenThousandPipesAreInTheSameOutageThenAFewLinesTellOfAll() {
		this.fixture.respondWith(REFUSED);
		forEachPipe((pipe) -> this.fixture.publish(pipe, 0, 1));
		this.fixture.advance(Duration.ofSeconds(60));
		this.fixture.respondWith(200);
		this.fixture.advance(Duration.ofSeconds(120));
		assertThat(lines()).hasSizeBetween(4, 8);
		assertThat(lines()).anyMatch((line) -> line.matches(
				"WARN Sending paused for pipe '\\d+', pipe '\\d+', pipe '\\d+' and \\d+ more: Connection refused.*"));
		assertThat(lines()).anyMatch((line) -> line
			.matches("INFO Sending resumed for pipe '\\d+', pipe '\\d+', pipe '\\d+' and \\d+ more after .*"));
		assertThat(this.fixture.arrived).hasSize(10_000);
	}

	@Test
	void whenPublisherStopsDuringAPauseThenItForgetsThePause() {
		this.fixture.respondWith(REFUSED);
		publishEachSecond(60);
		this.fixture.stop();
		this.fixture.advance(Duration.ofMinutes(5));
		assertThat(lines()).hasSize(3);
		assertThat(lines().get(1)).startsWith("WARN Records were not delivered: ");
		assertThat(lines().get(2)).startsWith("INFO Publisher stopped ");
		assertThat(this.fixture.loop.waiting()).isZero();
	}

	@Test
	void whenAPauseIsForgottenThenNothingTellsThatItHasEnded() {
		VirtualLoop loop = new VirtualLoop();
		PauseLog pauses = new PauseLog(loop, () -> 0);
		pauses.begun("pipe 'a'", "a cause", 0);
		pauses.begun("pipe 'b'", "a cause", 0);
		pauses.forgotten("pipe 'a'");
		pauses.forgotten("pipe 'b'");
		pauses.ended("pipe 'a'");
		loop.advance(Duration.ofMinutes(5));
		assertThat(lines()).containsExactly("WARN Sending paused for pipe 'a': a cause; retrying in 0 ms");
		assertThat(loop.waiting()).isZero();
	}

	@Test
	void whenAPipeResumesTwiceWithinALineThenItIsNamedOnce() {
		VirtualLoop loop = new VirtualLoop();
		PauseLog pauses = new PauseLog(loop, () -> 0);
		pauses.begun("pipe 'a'", "a cause", 0);
		pauses.begun("pipe 'b'", "a cause", 0);
		loop.advance(Duration.ofSeconds(6));
		pauses.ended("pipe 'a'");
		loop.advance(Duration.ofSeconds(6));
		pauses.ended("pipe 'b'");
		loop.advance(Duration.ofSeconds(50));
		pauses.begun("pipe 'b'", "a cause", 0);
		pauses.ended("pipe 'b'");
		loop.advance(Duration.ofMinutes(5));
		assertThat(lines()).last()
			.asString()
			.isEqualTo("INFO Sending resumed for pipe 'b' after up to 12 s; 0 records are buffered in total");
	}

	private void publishEachSecond(int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.fixture.publish(this.next, this.next + 1);
			this.next++;
			this.fixture.advance(SECOND);
		}
	}

	private static void forEachPipe(Consumer<String> action) {
		for (int i = 0; i < 10_000; i++) {
			action.accept(String.valueOf(i));
		}
	}

	private List<String> lines() {
		return this.log.lines()
			.stream()
			.map((line) -> line.replace("com.batchpipe.publisher.BatchPipePublisher: ", ""))
			.toList();
	}

}
