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
import java.util.UUID;

import io.namastack.outbox.Outbox;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/**
 * Namastack: polls for keys with records, and handles those of each key one by one.
 */
final class NamastackSender extends ApplicationSender {

	private final Outbox outbox;

	private final boolean keys;

	private NamastackSender(Places places, boolean keys, String... properties) {
		super(Application.class, places,
				StringUtils.addStringToArray(properties,
						"spring.autoconfigure.exclude="
								+ "org.springframework.modulith.events.config.EventPublicationAutoConfiguration,"
								+ "org.springframework.modulith.events.config.EventExternalizationAutoConfiguration,"
								+ "org.springframework.modulith.events.jdbc.JdbcEventPublicationAutoConfiguration"));
		this.outbox = context().getBean(Outbox.class);
		this.keys = keys;
	}

	static NamastackSender asShipped(Places places) {
		return new NamastackSender(places, false);
	}

	/**
	 * Polls every 10 ms for many keys with many records each, handles the records on as
	 * many threads as are worthwhile, and deletes them, so that they do not remain in the
	 * indexes.
	 */
	static NamastackSender atBest(Places places) {
		return new NamastackSender(places, true, "namastack.outbox.polling.batch-size=1000",
				"namastack.outbox.polling.fixed.interval=10ms",
				"namastack.outbox.processing.executor-core-pool-size=16",
				"namastack.outbox.processing.executor-max-pool-size=16",
				"namastack.outbox.processing.delete-completed-records=true",
				"spring.datasource.hikari.maximum-pool-size=20");
	}

	@Override
	public void publish(List<String> records) {
		String key = UUID.randomUUID().toString();
		transaction().executeWithoutResult((status) -> records.forEach((record) -> {
			if (this.keys) {
				this.outbox.schedule(new Measurement(record), key);
			}
			else {
				this.outbox.schedule(new Measurement(record));
			}
		}));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Handler handler(RecordPost post) {
			return new Handler(post);
		}

	}

	static class Handler implements OutboxTypedHandler<Measurement> {

		private final RecordPost post;

		Handler(RecordPost post) {
			this.post = post;
		}

		@Override
		public void handle(Measurement payload, OutboxRecordMetadata metadata) {
			this.post.post(payload.json());
		}

	}

}
