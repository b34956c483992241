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

package com.batchpipe.autoconfigure.publisher;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchPipePublisherBuilder;
import com.batchpipe.publisher.PipeListener;
import com.batchpipe.publisher.UndeliveredRecordHandler;

/**
 * Creates the publisher of a workspace from its properties, and reports the name of any
 * property whose value is invalid. The auto-configurations use this factory so that the
 * same rules apply to all workspaces of an application.
 *
 * @since 0.1.0
 */
public final class BatchPipePublisherFactory {

	private final PublisherPropertyMapper mapper;

	/**
	 * Create a factory.
	 * @param prefix the prefix of the properties, for example {@code batchpipe.publisher}
	 * @param properties the properties
	 */
	public BatchPipePublisherFactory(String prefix, BatchPipePublisherProperties properties) {
		this.mapper = new PublisherPropertyMapper(prefix, properties);
	}

	/**
	 * Create the publisher.
	 * @param client the client that sends the records
	 * @param pipeListeners the listeners, in order
	 * @param handler the handler of undelivered records, or {@code null} for none
	 * @param recordMapper the mapper that writes the records, if there is exactly one
	 * @param environment the environment of the application, which defines the shutdown
	 * timeout
	 * @return the publisher
	 */
	public BatchPipePublisher create(BatchPipeClient client, List<PipeListener> pipeListeners,
			@Nullable UndeliveredRecordHandler handler, ObjectProvider<JsonMapper> recordMapper,
			Environment environment) {
		BatchPipePublisherBuilder builder = BatchPipePublisher.builder(client)
			.undeliveredRecordHandler(handler)
			.pipeListener(new PipeListeners(pipeListeners));
		recordMapper.ifUnique(builder::recordMapper);
		return this.mapper.build(builder, ShutdownPhaseTimeout.of(environment));
	}

}
