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

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases for authentication challenges, which only the caller handles, and for cookies,
 * which an API client does not need.
 */
interface AuthenticationCases extends HostileServerCases {

	@ParameterizedTest
	@CsvSource({ "401,", "401, WWW-Authenticate: Bearer realm=x", "401, WWW-Authenticate: Basic realm=x",
			"401, WWW-Authenticate: Digest realm=x", "401, WWW-Authenticate: Negotiate", "401, WWW-Authenticate:",
			"407,", "407, Proxy-Authenticate: Basic realm=x" })
	default void whenServerAsksForCredentialsThenBodyIsKept(int status, String challenge) {
		String header = (challenge != null) ? challenge + "\r\n" : "";
		HostileServer server = server((request, peer) -> peer.send("HTTP/1.1 " + status + " No\r\n" + header
				+ "Content-Type: application/json\r\nContent-Length: 21\r\n\r\n{\"error\":\"not_known\"}"));
		BatchPipeResponse response = HostileServerCases.call(client(server).getPipe("pipe"));
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.error().code()).isEqualTo("not_known");
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	default void whenServerSetsCookiesThenTheyAreNeverSent() {
		HostileServer server = server(
				(request, peer) -> peer.send("HTTP/1.1 200 OK\r\nSet-Cookie: session=abc; Path=/\r\n"
						+ "Set-Cookie: forever=1; Path=/; Max-Age=100000\r\nContent-Length: 2\r\n\r\n{}"));
		BatchPipeClient client = client(server);
		for (int i = 0; i < 3; i++) {
			HostileServerCases.call(client.getPipe("pipe"));
			HostileServerCases.call(client.ingest("pipe", Map.of("n", 1)));
			HostileServerCases.call(client.health());
		}
		assertThat(server.requests()).hasSize(9).noneMatch((request) -> request.headers().containsKey("cookie"));
	}

}
