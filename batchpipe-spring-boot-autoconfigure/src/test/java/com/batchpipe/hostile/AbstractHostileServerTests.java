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

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

import org.springframework.context.ConfigurableApplicationContext;

import com.batchpipe.client.BatchPipeClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how a server that violates HTTP affects the calls of an application, with any
 * connector. The client is the auto-configured one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractHostileServerTests
		implements InterimResponseCases, UnaskedResponseCases, MalformedResponseCases, OversizedResponseCases,
		NoResponseCases, AuthenticationCases, CorrelationCases, BrokenResponseCases, CompressedResponseCases {

	private final Connector connector;

	private final List<HostileServer> servers = new ArrayList<>();

	private final ListAppender<ILoggingEvent> errors = new ListAppender<>();

	private ConfigurableApplicationContext application;

	AbstractHostileServerTests(Connector connector) {
		this.connector = connector;
	}

	@BeforeAll
	void startApplication() {
		this.application = this.connector.startApplication("batchpipe.max-response-size=1MB",
				"batchpipe.response-timeout=10s", "spring.http.clients.cookie-handling=enable-when-possible");
	}

	@AfterAll
	void closeApplication() {
		this.application.close();
	}

	@BeforeEach
	void watchErrors() {
		this.errors.list.clear();
		this.errors.start();
		rootLogger().addAppender(this.errors);
	}

	@AfterEach
	void assertNothingWasLoggedAsAnError() {
		rootLogger().detachAppender(this.errors);
		assertThat(List.copyOf(this.errors.list)).filteredOn((event) -> event.getLevel().isGreaterOrEqual(Level.ERROR))
			.isEmpty();
	}

	private static Logger rootLogger() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	@AfterEach
	void closeServers() {
		this.servers.forEach(HostileServer::close);
		this.servers.clear();
	}

	@Override
	public Connector connector() {
		return this.connector;
	}

	@Override
	public HostileServer server(HostileServer.Script script) {
		HostileServer server = HostileServer.start(script);
		this.servers.add(server);
		return server;
	}

	@Override
	public BatchPipeClient client(HostileServer server) {
		return this.application.getBean(BatchPipeClient.Builder.class).baseUrl(server.baseUrl()).build();
	}

}
