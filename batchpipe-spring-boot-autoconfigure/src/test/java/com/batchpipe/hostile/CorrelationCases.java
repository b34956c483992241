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
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes ten thousand calls, some of which receive invalid responses: each call receives
 * its own response or fails.
 */
interface CorrelationCases extends HostileServerCases {

	int CALLS = 10_000;

	int CONCURRENT_CALLS = 32;

	int FAULTS_IN_HUNDRED = 25;

	int EXTRAS = UnaskedResponseCases.Extra.values().length;

	int UNASKED_IN_HUNDRED = EXTRAS + 2;

	long SEED = 20261125L;

	@Test
	default void whenServerBreaksTheRulesThenNoCallGetsTheResponseToAnother() {
		Random random = new Random(SEED);
		int[] dice = random.ints(CALLS, 0, 100).toArray();
		HostileServer server = server((request, peer) -> {
			if (request.method().equals("PRI")) {
				// The JDK has interpreted status 101 as an upgrade to HTTP/2.
				peer.close();
				return;
			}
			int fault = dice[Integer.parseInt(request.id())];
			boolean gap = fault < UNASKED_IN_HUNDRED && connector().has(Connector.Gap.UNASKED_RESPONSE);
			respond(gap ? FAULTS_IN_HUNDRED : fault, request, peer);
		});
		BatchPipeClient client = client(server);
		AtomicInteger completed = new AtomicInteger();
		Queue<String> mixedUp = new ConcurrentLinkedQueue<>();
		Flux.range(0, CALLS).flatMap((number) -> {
			String id = String.valueOf(number);
			Mono<BatchPipeResponse> call = (number % 2 == 0) ? client.ingest(id, Map.of("n", number))
					: client.getPipe(id);
			return call.doOnNext((response) -> {
				String got = response.status() + " " + response.data();
				if (got.equals("200 {\"id\":\"" + id + "\"}")) {
					completed.incrementAndGet();
				}
				else {
					mixedUp.add(id + " got " + got + " after " + dice[number]);
				}
			}).onErrorComplete();
		}, CONCURRENT_CALLS).then().block(Duration.ofMinutes(2));
		assertThat(mixedUp).isEmpty();
		assertThat(completed.get()).isGreaterThan(CALLS / 2);
	}

	static void respond(int dice, HostileServer.Request request, HostileServer.Peer peer) throws IOException {
		String response = HostileServer.responseTo(request);
		if (dice >= FAULTS_IN_HUNDRED) {
			peer.send(response);
		}
		else if (dice < EXTRAS) {
			UnaskedResponseCases.Extra.values()[dice].send(response, peer);
		}
		else if (dice < UNASKED_IN_HUNDRED) {
			peer.sendAfter(Duration.ofMillis(5), response + response);
		}
		else if (dice < 17) {
			int status = (dice % 2 == 0) ? 103 : 102;
			peer.send("HTTP/1.1 " + status + " Interim\r\n\r\n");
			peer.send(response);
		}
		else if (dice < 19) {
			peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n" + response);
		}
		else if (dice < 21) {
			peer.send("HTTP/1.1 199 Unknown\r\n\r\n" + response);
		}
		else if (dice < 23) {
			peer.send(response.substring(0, response.length() - 2));
			peer.close();
		}
		else {
			peer.reset();
		}
	}

}
