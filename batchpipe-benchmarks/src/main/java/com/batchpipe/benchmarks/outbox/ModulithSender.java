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

package com.batchpipe.benchmarks.outbox;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.ApplicationModuleListener;

/**
 * The event publication registry of Spring Modulith: a row for each event, and a listener
 * that is called after the commit.
 */
final class ModulithSender extends ApplicationSender {

	private static final List<String> SETTINGS = List.of(
			"spring.modulith.events.jdbc.schema-initialization.enabled=true", "namastack.outbox.enabled=false",
			"spring.autoconfigure.exclude=io.namastack.outbox.config.JdbcOutboxAutoConfiguration,"
					+ "io.namastack.outbox.config.JdbcOutboxSchemaAutoConfiguration");

	private ModulithSender(Places places, String... properties) {
		super(Application.class, places,
				Stream.concat(SETTINGS.stream(), Stream.of(properties)).toArray(String[]::new));
	}

	static ModulithSender asShipped(Places places) {
		return new ModulithSender(places);
	}

	/**
	 * Calls the listener on as many threads as are worthwhile, and deletes completed
	 * events.
	 */
	static ModulithSender atBest(Places places) {
		return new ModulithSender(places, "spring.modulith.events.completion-mode=delete",
				"spring.task.execution.pool.core-size=16", "spring.datasource.hikari.maximum-pool-size=40");
	}

	@Override
	public void publish(List<String> records) {
		transaction().executeWithoutResult(
				(status) -> records.forEach((record) -> context().publishEvent(new Measurement(record))));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listener listener(RecordPost post) {
			return new Listener(post);
		}

	}

	static class Listener {

		private final RecordPost post;

		Listener(RecordPost post) {
			this.post = post;
		}

		@ApplicationModuleListener
		void on(Measurement measurement) {
			this.post.post(measurement.json());
		}

	}

}
