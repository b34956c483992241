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

package com.batchpipe.benchmarks.rival;

import java.net.URI;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkIngester;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.util.BinaryData;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.benchmarks.Reading;

/**
 * The {@code BulkIngester} of elasticsearch-java, with objects and with encoded JSON. At
 * its best: four requests at a time instead of one, and up to 5000 operations per
 * request. Apache's client sets {@code TCP_NODELAY} itself.
 */
final class Elasticsearch implements Rival {

	private static final int BEST_CONCURRENCY = 4;

	private static final int BEST_OPERATIONS = 5000;

	private final Object[] documents = new Object[Reading.VARIETY];

	private final BulkIngester<Void> ingester;

	private Elasticsearch(String url, boolean ready, boolean best) {
		JsonMapper mapper = JsonMapper.builder().build();
		Reading[] readings = Reading.all();
		for (int number = 0; number < Reading.VARIETY; number++) {
			this.documents[number] = ready ? BinaryData.of(readings[number].toJson(mapper), "application/json")
					: readings[number];
		}
		ElasticsearchAsyncClient client = new ElasticsearchAsyncClient(
				new Rest5ClientTransport(Rest5Client.builder(URI.create(url)).build(), new JacksonJsonpMapper()));
		this.ingester = BulkIngester.of((builder) -> {
			builder.client(client);
			if (best) {
				builder.maxConcurrentRequests(BEST_CONCURRENCY).maxOperations(BEST_OPERATIONS);
			}
			return builder;
		});
	}

	static Elasticsearch ofObjects(String url) {
		return new Elasticsearch(url, false, false);
	}

	static Elasticsearch ofObjectsAtBest(String url) {
		return new Elasticsearch(url, false, true);
	}

	static Elasticsearch ofReadyJson(String url) {
		return new Elasticsearch(url, true, false);
	}

	static Elasticsearch ofReadyJsonAtBest(String url) {
		return new Elasticsearch(url, true, true);
	}

	@Override
	public Producer producer() {
		return this::publish;
	}

	private void publish(int number, int pipe) {
		Object document = this.documents[number & (Reading.VARIETY - 1)];
		this.ingester.add((operation) -> operation.index((index) -> index.index(Pipes.name(pipe)).document(document)));
	}

	@Override
	public void flush() {
		this.ingester.flush();
	}

	@Override
	public void close() {
		this.ingester.close();
	}

}
