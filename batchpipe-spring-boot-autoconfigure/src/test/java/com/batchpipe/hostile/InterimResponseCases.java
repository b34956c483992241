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

package com.batchpipe.hostile;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.BatchPipeTransportException;
import com.batchpipe.client.BatchPipeTransportException.RequestSent;
import com.batchpipe.client.CallOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases for responses with a status below 200, which are never the response to a call.
 */
interface InterimResponseCases extends HostileServerCases {

	@ParameterizedTest
	@CsvSource({ "100, 1", "100, 3", "102, 1", "102, 3", "103, 1", "103, 3", "199, 1", "199, 3" })
	default void whenServerSendsInterimResponsesThenTheFinalOneIsTheResponse(int status, int times) {
		String interim = "HTTP/1.1 " + status + " Interim\r\nLink: </a>\r\n\r\n";
		HostileServer server = server((request, peer) -> {
			peer.send(interim.repeat(times));
			peer.send(HostileServer.responseTo(request));
		});
		BatchPipeClient client = client(server);
		for (int i = 0; i < 3; i++) {
			BatchPipeResponse response = HostileServerCases.call(client.getPipe("pipe-" + i));
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.data().path("id").stringValue()).isEqualTo("pipe-" + i);
		}
	}

	@Test
	default void whenServerSwitchesProtocolsThenTheConnectionBroke() {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n");
			peer.send(HostileServer.responseTo(request));
		});
		BatchPipeClient client = client(server);
		for (int i = 0; i < 3; i++) {
			assertThat(HostileServerCases.failure(BatchPipeTransportException.class, client.getPipe("pipe-" + i)))
				.returns(RequestSent.UNKNOWN, BatchPipeTransportException::requestSent);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 102, 103, 199 })
	default void whenInterimResponsesDoNotEndThenTheCallDoes(int status) {
		HostileServer server = server((request, peer) -> peer.sendEndlessly(interim(status).repeat(1000)));
		BatchPipeClient hasty = client(server)
			.withOptions(CallOptions.none().withResponseTimeout(Duration.ofSeconds(1)));
		List<BatchPipeTransportException> failures = HostileServerCases
			.failures(BatchPipeTransportException.class, 8, hasty.getPipe("endless"))
			.join();
		assertThat(failures).hasSize(8).allSatisfy((ex) -> assertThat(ex.requestSent()).isEqualTo(RequestSent.UNKNOWN));
		awaitNoOpenConnectionOfRefusedHeads(server);
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 102, 103, 199 })
	default void whenInterimResponsesDoNotEndThenOtherCallsGoOn(int status) {
		HostileServer endlessServer = server((request, peer) -> peer.sendEndlessly(interim(status).repeat(1000)));
		HostileServer server = server((request, peer) -> peer.send(HostileServer.responseTo(request)));
		BatchPipeClient endless = client(endlessServer).withOptions(CallOptions.none().withResponseTimeout(PATIENCE));
		BatchPipeClient others = client(server)
			.withOptions(CallOptions.none().withResponseTimeout(Duration.ofSeconds(5)));
		Disposable endlessCalls = Flux.range(0, 8)
			.flatMap((number) -> endless.getPipe("endless").onErrorComplete())
			.subscribe();
		try {
			for (int i = 0; i < 20; i++) {
				BatchPipeResponse response = HostileServerCases.call(others.getPipe("pipe-" + i));
				assertThat(response.data().path("id").stringValue()).isEqualTo("pipe-" + i);
			}
		}
		finally {
			endlessCalls.dispose();
		}
	}

	private static String interim(int status) {
		return "HTTP/1.1 " + status + " Interim\r\n\r\n";
	}

}
