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

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import com.batchpipe.client.BatchPipeClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases for bytes that follow a response and belong to no request. They must not become
 * part of the response to the next request.
 */
interface UnaskedResponseCases extends HostileServerCases {

	@ParameterizedTest
	@EnumSource
	default void whenMoreFollowsAResponseThenTheNextCallDoesNotGetIt(Extra extra) {
		assumeUnaskedResponsesAreNoticed();
		HostileServer server = server((request, peer) -> {
			if (request.position() == 1) {
				extra.send(HostileServer.responseTo(request), peer);
			}
			else {
				// The connection is reused: the extra bytes arrive first.
				peer.sendAfter(Duration.ofMillis(60), HostileServer.responseTo(request));
			}
		});
		BatchPipeClient client = client(server);
		for (int i = 0; i < 5; i++) {
			String id = extra + "-" + i;
			assertThat(HostileServerCases.call(client.getPipe(id)).data().path("id").stringValue()).isEqualTo(id);
		}
	}

	@ParameterizedTest
	@EnumSource
	default void whenMoreFollowsTheResponsesToSeveralCallsThenNoneGetsThatOfAnother(Extra extra) {
		assumeUnaskedResponsesAreNoticed();
		HostileServer server = server((request, peer) -> {
			if (request.position() % 2 == 1) {
				extra.send(HostileServer.responseTo(request), peer);
			}
			else {
				peer.sendAfter(Duration.ofMillis(60), HostileServer.responseTo(request));
			}
		});
		BatchPipeClient client = client(server);
		Flux.range(0, 100)
			.flatMap(
					(number) -> client.getPipe("pipe-" + number)
						.doOnNext((response) -> assertThat(response.data().path("id").stringValue())
							.isEqualTo("pipe-" + number)),
					8)
			.then()
			.block(PATIENCE);
	}

	private void assumeUnaskedResponsesAreNoticed() {
		Assumptions.assumeFalse(connector().has(Connector.Gap.UNASKED_RESPONSE),
				"the client of the JDK uses a connection again, whatever else it receives");
	}

	/**
	 * The data that follows a response.
	 */
	enum Extra {

		SECOND_IN_THE_SAME_WRITE {

			@Override
			void send(String response, HostileServer.Peer peer) throws IOException {
				peer.send(response + UNASKED);
			}

		},

		SECOND_AT_ONCE {

			@Override
			void send(String response, HostileServer.Peer peer) throws IOException {
				peer.send(response);
				peer.sendUnasked(UNASKED);
			}

		},

		SECOND_LATER {

			@Override
			void send(String response, HostileServer.Peer peer) throws IOException {
				peer.send(response);
				peer.sendUnaskedAfter(Duration.ofMillis(20), UNASKED);
			}

		},

		INTERIM_LATER {

			@Override
			void send(String response, HostileServer.Peer peer) throws IOException {
				peer.send(response);
				peer.sendUnaskedAfter(Duration.ofMillis(20), "HTTP/1.1 103 Early Hints\r\n\r\n" + UNASKED);
			}

		},

		PART_OF_A_STATUS_LINE {

			@Override
			void send(String response, HostileServer.Peer peer) throws IOException {
				peer.send(response + "HTTP/1.1 20");
			}

		},

		PART_OF_HEADERS {

			@Override
			void send(String response, HostileServer.Peer peer) throws IOException {
				peer.send(response + "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nX-Unasked: ");
			}

		},

		PART_OF_HEADERS_LATER {

			@Override
			void send(String response, HostileServer.Peer peer) throws IOException {
				peer.send(response);
				peer.sendUnaskedAfter(Duration.ofMillis(20),
						"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nX-Unasked: ");
			}

		};

		static final String UNASKED = HostileServer.response(200, "{\"id\":\"unasked\"}");

		abstract void send(String response, HostileServer.Peer peer) throws IOException;

	}

}
