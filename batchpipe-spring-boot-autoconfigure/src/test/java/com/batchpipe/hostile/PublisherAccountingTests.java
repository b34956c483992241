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
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.BatchPipePublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the records that the publisher counts as delivered with the accounts of a
 * server that violates HTTP in many of its responses.
 */
class PublisherAccountingTests {

	private static final String PIPE = "0198c0de-0000-7000-8000-000000000000";

	private static final int RECORDS = 15_000;

	/**
	 * Longer than a second response takes, so that it arrives before the response to the
	 * next request.
	 */
	private static final Duration WORK = Duration.ofMillis(25);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

	@ParameterizedTest
	@EnumSource
	void whatIsCountedAsDeliveredHasArrived(Fault fault) throws Exception {
		Books books = new Books(fault);
		Set<Integer> delivered = new HashSet<>();
		int undelivered = 0;
		try (HostileServer server = HostileServer.start(books);
				ConfigurableApplicationContext application = Connector.REACTOR.startApplication();
				BatchPipePublisher publisher = publisher(client(application, server))) {
			CompletableFuture<?>[] sent = new CompletableFuture<?>[RECORDS];
			for (int i = 0; i < RECORDS; i++) {
				sent[i] = publisher.send(PIPE, Map.of("n", i));
			}
			CompletableFuture.allOf(sent).exceptionally((ex) -> null).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			for (int i = 0; i < RECORDS; i++) {
				if (sent[i].isCompletedExceptionally()) {
					undelivered++;
				}
				else {
					delivered.add(i);
				}
			}
		}
		assertThat(books.faults).isPositive();
		assertThat(undelivered).isZero();
		assertThat(delivered).hasSize(RECORDS);
		delivered.removeAll(books.stored);
		assertThat(delivered).as("counted as delivered, and never arrived").isEmpty();
	}

	private static BatchPipeClient client(ConfigurableApplicationContext application, HostileServer server) {
		return application.getBean(BatchPipeClient.Builder.class).baseUrl(server.baseUrl()).build();
	}

	private static BatchPipePublisher publisher(BatchPipeClient client) {
		return BatchPipePublisher.builder(client)
			.maxBatchRecords(100)
			.linger(Duration.ofMillis(5))
			.maxBlock(PATIENCE)
			.minBackoff(Duration.ofMillis(1))
			.maxBackoff(Duration.ofMillis(20))
			.build();
	}

	enum Fault {

		PROCESSING("HTTP/1.1 102 Processing\r\n\r\n", ""),

		EARLY_HINTS("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", ""),

		UNKNOWN_INTERIM("HTTP/1.1 199 Unknown\r\n\r\n", ""),

		SECOND_RESPONSE_AT_ONCE("", HostileServer.response(200, "{}")),

		PART_OF_A_SECOND_RESPONSE("", "HTTP/1.1 200 OK\r\nContent-Le"),

		SECOND_RESPONSE_LATER("", HostileServer.response(200, "{}")) {

			@Override
			void sendAfter(String response, HostileServer.Peer peer) {
				peer.sendUnaskedAfter(Duration.ofMillis(20), response);
			}

		};

		private final String before;

		private final String after;

		Fault(String before, String after) {
			this.before = before;
			this.after = after;
		}

		void send(String response, HostileServer.Peer peer) throws IOException {
			if (!this.before.isEmpty()) {
				peer.send(this.before);
				peer.sendAfter(WORK, response);
			}
			else {
				peer.send(response);
				sendAfter(this.after, peer);
			}
		}

		void sendAfter(String response, HostileServer.Peer peer) throws IOException {
			peer.send(response);
		}

	}

	/**
	 * Stores only the records to which it responds with 200.
	 */
	private static final class Books implements HostileServer.Script {

		private final Fault fault;

		private final Random random = new Random(17);

		private final Set<Integer> stored = ConcurrentHashMap.newKeySet();

		private volatile int faults;

		Books(Fault fault) {
			this.fault = fault;
		}

		@Override
		public void respond(HostileServer.Request request, HostileServer.Peer peer) throws IOException {
			int dice = dice();
			if (dice < 70) {
				store(request);
				peer.sendAfter(WORK, HostileServer.response(200, "{}"));
			}
			else if (dice < 90) {
				this.fault.send(response(request, dice), peer);
			}
			else {
				peer.sendAfter(WORK, HostileServer.response((dice < 92) ? 429 : 500, "{}"));
			}
		}

		private synchronized int dice() {
			int dice = this.random.nextInt(100);
			if (dice >= 70 && dice < 90) {
				this.faults++;
			}
			return dice;
		}

		private String response(HostileServer.Request request, int dice) {
			if (dice % 2 == 0) {
				store(request);
				return HostileServer.response(200, "{}");
			}
			return HostileServer.response(500, "{}");
		}

		private void store(HostileServer.Request request) {
			Matcher matcher = NUMBER.matcher(request.body());
			while (matcher.find()) {
				this.stored.add(Integer.valueOf(matcher.group(1)));
			}
		}

	}

}
