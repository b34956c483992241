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

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * Responds to each request in one of many ways, based on seeded random numbers, and
 * counts how often each body was processed: always, unless the response says that it was
 * not.
 */
final class ScriptOfFaults implements ResponseDefinitionTransformerV2 {

	static final int DELAY = 400;

	private final Random random;

	private final Map<String, AtomicInteger> processed = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> responses = new ConcurrentHashMap<>();

	ScriptOfFaults(long seed) {
		this.random = new Random(seed);
	}

	@Override
	public ResponseDefinition transform(ServeEvent event) {
		int dice;
		synchronized (this.random) {
			dice = this.random.nextInt(100);
		}
		if (dice < 10) {
			return respond(event, "429", false, WireMock.status(429));
		}
		if (dice < 12) {
			return respond(event, "503 with Retry-After", false, WireMock.status(503).withHeader("Retry-After", "1"));
		}
		if (dice < 20) {
			return respond(event, "503", true, WireMock.status(503));
		}
		if (dice < 28) {
			return respond(event, "reset", true, WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		}
		if (dice < 34) {
			return respond(event, "truncation", true, WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
		}
		if (dice < 38) {
			return respond(event, "empty", true, WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE));
		}
		if (dice < 44) {
			return respond(event, "html", true,
					WireMock.ok("<html>busy</html>").withHeader("Content-Type", "text/html"));
		}
		if (dice < 47) {
			return respond(event, "html error", true,
					WireMock.status(502).withBody("<html>bad</html>").withHeader("Content-Type", "text/html"));
		}
		if (dice < 50) {
			return respond(event, "large", true, WireMock.ok("x".repeat(40_000)));
		}
		if (dice < 56) {
			return respond(event, "delay", true, WireMock.okJson("{}").withFixedDelay(DELAY));
		}
		if (dice < 60) {
			return respond(event, "dribble", true, WireMock.okJson("{\"a\":1}").withChunkedDribbleDelay(5, 2 * DELAY));
		}
		return respond(event, "200", true, WireMock.okJson("{\"accepted\":1}"));
	}

	private ResponseDefinition respond(ServeEvent event, String name, boolean processed,
			ResponseDefinitionBuilder response) {
		this.responses.computeIfAbsent(name, (key) -> new AtomicInteger()).incrementAndGet();
		if (processed && event.getRequest().getMethod().getName().equals("POST")) {
			this.processed.computeIfAbsent(event.getRequest().getBodyAsString(), (key) -> new AtomicInteger())
				.incrementAndGet();
		}
		return response.build();
	}

	@Override
	public String getName() {
		return "script-of-faults";
	}

	/**
	 * Return how often the body of each {@code POST} was processed.
	 */
	Map<String, AtomicInteger> processed() {
		return this.processed;
	}

	/**
	 * Return how often each kind of response was sent.
	 */
	Map<String, AtomicInteger> responses() {
		return this.responses;
	}

}
