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

package com.batchpipe.batch;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.converter.Converter;
import org.springframework.util.Assert;

import com.batchpipe.publisher.BatchPipePublisher;

/**
 * Builder for {@link BatchPipeItemWriter}. Not safe for use by multiple threads.
 *
 * @param <T> the type of the items
 * @since 0.1.0
 */
public class BatchPipeItemWriterBuilder<T> {

	private @Nullable BatchPipePublisher publisher;

	private @Nullable String pipeId;

	private Converter<T, ?> recordMapper = (item) -> item;

	/**
	 * Set the publisher that sends the chunks.
	 * @param publisher the publisher
	 * @return this builder
	 */
	public BatchPipeItemWriterBuilder<T> publisher(BatchPipePublisher publisher) {
		this.publisher = publisher;
		return this;
	}

	/**
	 * Set the pipe to which the items are sent.
	 * @param pipeId the pipe's identifier, a UUID
	 * @return this builder
	 */
	public BatchPipeItemWriterBuilder<T> pipeId(String pipeId) {
		this.pipeId = pipeId;
		return this;
	}

	/**
	 * Set the mapper that converts an item to a record: an object that Jackson writes as
	 * a JSON object, or encoded JSON. By default, the item itself is the record.
	 * @param recordMapper the mapper
	 * @return this builder
	 */
	public BatchPipeItemWriterBuilder<T> recordMapper(Converter<T, ?> recordMapper) {
		Assert.notNull(recordMapper, "'recordMapper' must not be null");
		this.recordMapper = recordMapper;
		return this;
	}

	/**
	 * Build the writer.
	 * @return the writer
	 * @throws IllegalArgumentException if the publisher or the pipe is missing
	 */
	public BatchPipeItemWriter<T> build() {
		Assert.notNull(this.publisher, "'publisher' must not be null");
		Assert.hasText(this.pipeId, "'pipeId' must not be blank");
		return new BatchPipeItemWriter<>(this.publisher, this.pipeId, this.recordMapper);
	}

}
