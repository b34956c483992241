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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpResponse;

import com.batchpipe.hostile.RecordedLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CallExchange} with connections that fail at a chosen moment.
 */
class CallExchangeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final int MAX_SIZE = 10;

	@ParameterizedTest
	@EnumSource
	void whenResponseIsTooLargeThenTheFailureOfTheClosedConnectionDoesNotReplaceIt(Moment moment) {
		try (BatchPipeClient client = client(200, moment)) {
			assertThatExceptionOfType(BatchPipeDecodingException.class)
				.isThrownBy(() -> client.getPipe("pipe").block(PATIENCE))
				.withMessageContaining("larger than " + MAX_SIZE + " bytes");
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenErrorResponseIsTooLargeThenItsStatusIsTheResponseAndReactorLogsNothing(Moment moment) {
		try (RecordedLog log = RecordedLog.start(); BatchPipeClient client = client(422, moment)) {
			BatchPipeResponse response = client.getPipe("pipe").block(PATIENCE);
			assertThat(response).extracting(BatchPipeResponse::status).isEqualTo(422);
			assertThat(log.linesOfOthers()).isEmpty();
		}
	}

	@Test
	void whenBuffersAreReleasedThenTheyAreNotDiscardedAsWell() {
		List<DataBuffer> discarded = new CopyOnWriteArrayList<>();
		Flux<DataBuffer> body = Flux.just("{\"a\"", ":1", "}")
			.map((part) -> DefaultDataBufferFactory.sharedInstance.wrap(part.getBytes(StandardCharsets.UTF_8)));
		try (BatchPipeClient client = client(200, body)) {
			Mono<BatchPipeResponse> call = client.getPipe("pipe").doOnDiscard(DataBuffer.class, discarded::add);
			assertThat(call.block(PATIENCE)).extracting(BatchPipeResponse::data).hasToString("{\"a\":1}");
		}
		assertThat(discarded).isEmpty();
	}

	private static BatchPipeClient client(int status, Moment moment) {
		return client(status, Flux.from((subscriber) -> subscriber.onSubscribe(new OversizedBody(subscriber, moment))));
	}

	private static BatchPipeClient client(int status, Flux<DataBuffer> body) {
		ClientHttpConnector connector = (method, uri, requestCallback) -> {
			MockClientHttpResponse response = new MockClientHttpResponse(status);
			// WebClient reads the body again to release it if reading it has failed.
			AtomicBoolean read = new AtomicBoolean();
			response.setBody(Flux.defer(() -> read.compareAndSet(false, true) ? body : Flux.empty()));
			return requestCallback.apply(new MockClientHttpRequest(method, uri)).then(Mono.just(response));
		};
		return BatchPipeClient.builder()
			.baseUrl("http://localhost")
			.apiKey(ApiKey.of("bp_v1_key"))
			.clientConnector(connector)
			.maxResponseSize(MAX_SIZE)
			.build();
	}

	private enum Moment {

		WHILE_CANCELING, AFTER_CANCELING

	}

	/**
	 * A body that is larger than allowed. The connection fails because it is closed, as
	 * Jetty's does.
	 */
	private static final class OversizedBody implements Subscription {

		private final Subscriber<? super DataBuffer> subscriber;

		private final Moment moment;

		private boolean requested;

		OversizedBody(Subscriber<? super DataBuffer> subscriber, Moment moment) {
			this.subscriber = subscriber;
			this.moment = moment;
		}

		@Override
		public void request(long n) {
			if (!this.requested) {
				this.requested = true;
				this.subscriber.onNext(DefaultDataBufferFactory.sharedInstance.wrap(new byte[MAX_SIZE + 1]));
				failAt(Moment.AFTER_CANCELING);
			}
		}

		@Override
		public void cancel() {
			failAt(Moment.WHILE_CANCELING);
		}

		private void failAt(Moment moment) {
			if (this.moment == moment) {
				this.subscriber.onError(new EOFException("closed"));
			}
		}

	}

}
