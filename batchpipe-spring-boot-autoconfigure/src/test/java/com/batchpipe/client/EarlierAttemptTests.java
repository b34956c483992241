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

import java.time.Duration;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for calls whose first attempt may have succeeded although its response was lost.
 */
@ExtendWith(OutputCaptureExtension.class)
class EarlierAttemptTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort())
		.build();

	private final BatchPipeClient client = BatchPipeClient.builder()
		.baseUrl(server.baseUrl())
		.apiKey(ApiKey.of("bp_v1_earlier"))
		.retryPolicy(RetryPolicy.builder().minBackoff(Duration.ofMillis(5)).maxBackoff(Duration.ofMillis(10)).build())
		.build();

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "DELETE_PIPE", "DELETE_DESTINATION", "REMOVE_ALLOWED_ORIGIN", "REVOKE_API_KEY" })
	void whenResponseToADeleteWasLostThenNotFoundSaysThatItMayHaveWorked(BatchPipeOperation operation) {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), WireMock.notFound());
		BatchPipeTemplate template = new BatchPipeTemplate(this.client);
		assertThatExceptionOfType(BatchPipeApiException.NotFound.class)
			.isThrownBy(() -> OperationCall.of(operation).on(template))
			.withMessage(operation + ": 404; an earlier attempt may have deleted the resource (2 attempts)")
			.satisfies((ex) -> assertThat(ex.earlierAttemptMayHaveSucceeded()).isTrue())
			.satisfies((ex) -> assertThat(ex.attempts()).isEqualTo(2))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.isInstanceOf(BatchPipeTransportException.class));
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 500, 502, 503, 504 })
	void whenStatusDoesNotTellWhatWasDoneThenItMayHaveWorked(int status) {
		respond(WireMock.status(status), WireMock.notFound());
		assertThat(deletePipe().earlierAttemptMayHaveSucceeded()).isTrue();
	}

	@Test
	void whenServiceWasTooBusyThenItHasNotWorked() {
		respond(WireMock.status(429), WireMock.notFound());
		BatchPipeResponse response = deletePipe();
		assertThat(response.attempts()).isEqualTo(2);
		assertThat(response.earlierAttemptMayHaveSucceeded()).isFalse();
		assertThat(BatchPipeApiException.of(response)).hasMessage("delete_pipe: 404 (2 attempts)");
	}

	@Test
	void whenServiceWasUnavailableAndSaidWhenToComeBackThenItHasNotWorked() {
		respond(WireMock.status(503).withHeader("Retry-After", "0"), WireMock.notFound());
		assertThat(deletePipe().earlierAttemptMayHaveSucceeded()).isFalse();
	}

	@Test
	void whenAnyAttemptWasLostThenItMayHaveWorked() {
		respond(WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE), WireMock.status(429), WireMock.notFound());
		BatchPipeResponse response = deletePipe();
		assertThat(response.attempts()).isEqualTo(3);
		assertThat(response.earlierAttemptMayHaveSucceeded()).isTrue();
	}

	@Test
	void whenFirstAttemptGetsAResponseThenThereIsNoDoubt() {
		respond(WireMock.notFound());
		assertThat(deletePipe().earlierAttemptMayHaveSucceeded()).isFalse();
	}

	@Test
	void whenOperationChangesNothingThenThereIsNoDoubt() {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), WireMock.notFound());
		BatchPipeResponse response = response(BatchPipeOperation.GET_PIPE, this.client);
		assertThat(response.attempts()).isEqualTo(2);
		assertThat(response.earlierAttemptMayHaveSucceeded()).isFalse();
	}

	@Test
	void whenUserAllowsRetryingPostsThenConflictSaysThatTheFirstMayHaveWorked() {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), WireMock.status(409));
		RetryPolicy unsafe = RetryPolicy.builder().minBackoff(Duration.ofMillis(5)).retryNonIdempotent(true).build();
		BatchPipeResponse response = response(BatchPipeOperation.CREATE_PIPE,
				this.client.withOptions(CallOptions.none().withRetryPolicy(unsafe)));
		assertThat(BatchPipeApiException.of(response))
			.hasMessage("create_pipe: 409; an earlier attempt may have succeeded (2 attempts)");
	}

	@Test
	void whenExceptionIsSerializedThenTheDoubtIsKept() throws Exception {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), WireMock.notFound());
		BatchPipeApiException copy = (BatchPipeApiException) BatchPipeApiExceptionTests
			.deserialize(BatchPipeApiExceptionTests.serialize(BatchPipeApiException.of(deletePipe())));
		assertThat(copy.earlierAttemptMayHaveSucceeded()).isTrue();
		assertThat(copy.getSuppressed()).hasSize(1);
	}

	@Test
	void whenCallIsLoggedThenTheDoubtIsToo(CapturedOutput output) {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), WireMock.notFound());
		deletePipe();
		assertThat(output).contains("delete_pipe: 404, attempts 2, an earlier attempt may have succeeded");
	}

	private BatchPipeResponse deletePipe() {
		return response(BatchPipeOperation.DELETE_PIPE, this.client);
	}

	private static BatchPipeResponse response(BatchPipeOperation operation, BatchPipeClient client) {
		BatchPipeResponse response = OperationCall.of(operation).on(client).block(PATIENCE);
		assertThat(response).isNotNull();
		return response;
	}

	private static void respond(ResponseDefinitionBuilder... responses) {
		String state = Scenario.STARTED;
		for (int i = 0; i < responses.length; i++) {
			String next = "after response " + i;
			server.stubFor(WireMock.any(WireMock.anyUrl())
				.inScenario("responses")
				.whenScenarioStateIs(state)
				.willSetStateTo(next)
				.willReturn(responses[i]));
			state = next;
		}
	}

}
