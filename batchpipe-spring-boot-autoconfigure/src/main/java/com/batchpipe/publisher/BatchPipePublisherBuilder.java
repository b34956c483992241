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

package com.batchpipe.publisher;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.settings.PublisherDraft;

/**
 * Builder for {@link BatchPipePublisher}. Not safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchPipePublisherBuilder {

	final PublisherDraft draft;

	@Nullable PipeListener pipeListener;

	BatchPipePublisherBuilder(BatchPipeClient client) {
		Assert.notNull(client, "'client' must not be null");
		this.draft = new PublisherDraft(client);
	}

	/**
	 * Set the default pipe. By default, there is none.
	 * @param pipeId the pipe's identifier, a UUID, or {@code null} for none
	 * @return this builder
	 */
	public BatchPipePublisherBuilder pipeId(@Nullable String pipeId) {
		return with((draft) -> draft.pipeId = pipeId);
	}

	/**
	 * Set the mapper that writes the records. The default is {@link JsonMapper#shared()}.
	 * @param recordMapper the mapper
	 * @return this builder
	 */
	public BatchPipePublisherBuilder recordMapper(JsonMapper recordMapper) {
		Assert.notNull(recordMapper, "'recordMapper' must not be null");
		return with((draft) -> draft.recordMapper = recordMapper);
	}

	/**
	 * Set the maximum number of records in a batch. The default is 1000.
	 * @param maxBatchRecords the number of records, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBatchRecords(int maxBatchRecords) {
		return with((draft) -> draft.maxBatchRecords = maxBatchRecords);
	}

	/**
	 * Set the maximum size of the JSON of a batch. The default is 512 KiB.
	 * @param maxBatchSize the size in bytes
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBatchSize(int maxBatchSize) {
		return with((draft) -> draft.maxBatchSize = maxBatchSize);
	}

	/**
	 * Set how long a batch waits for more records. The default is 50 milliseconds.
	 * @param linger the time, not negative
	 * @return this builder
	 */
	public BatchPipePublisherBuilder linger(Duration linger) {
		return with((draft) -> draft.linger = linger);
	}

	/**
	 * Set the maximum size of the JSON of one record. The default is 256 KiB.
	 * @param maxRecordSize the size in bytes, at least 2 less than the maximum batch size
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxRecordSize(int maxRecordSize) {
		return with((draft) -> draft.maxRecordSize = maxRecordSize);
	}

	/**
	 * Set the maximum size of the buffer: the JSON of all records plus 1 KiB per batch.
	 * With several pipes, each can use at most half of it. The default is 32 MiB.
	 * @param maxBufferSize the size in bytes, at least 2 * maxBatchSize * maxInFlight
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBufferSize(long maxBufferSize) {
		return with((draft) -> draft.maxBufferSize = maxBufferSize);
	}

	/**
	 * Set what to do if the buffer is full. The default is {@link OverflowPolicy#BLOCK}.
	 * @param overflow the policy
	 * @return this builder
	 */
	public BatchPipePublisherBuilder overflow(OverflowPolicy overflow) {
		return with((draft) -> draft.overflow = overflow);
	}

	/**
	 * Set how long {@link OverflowPolicy#BLOCK} waits. The default is 100 milliseconds.
	 * @param maxBlock the time, not negative
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBlock(Duration maxBlock) {
		return with((draft) -> draft.maxBlock = maxBlock);
	}

	/**
	 * Set the maximum number of requests in flight per pipe. The default is 8.
	 * @param maxInFlight the number of requests, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxInFlight(int maxInFlight) {
		return with((draft) -> draft.maxInFlight = maxInFlight);
	}

	/**
	 * Set the maximum number of requests in flight for all pipes. The default is 16.
	 * @param maxTotalInFlight the number of requests, at least 1; a pipe without a
	 * request in flight may exceed it
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxTotalInFlight(int maxTotalInFlight) {
		return with((draft) -> draft.maxTotalInFlight = maxTotalInFlight);
	}

	/**
	 * Set how long to wait for the response to a request. The default is 10 seconds.
	 * @param requestTimeout the time, less than the delivery timeout
	 * @return this builder
	 */
	public BatchPipePublisherBuilder requestTimeout(Duration requestTimeout) {
		return with((draft) -> draft.requestTimeout = requestTimeout);
	}

	/**
	 * Set how long a batch can be buffered before it expires. The default is 2 minutes.
	 * @param deliveryTimeout the time, greater than the linger and the request timeout
	 * @return this builder
	 */
	public BatchPipePublisherBuilder deliveryTimeout(Duration deliveryTimeout) {
		return with((draft) -> draft.deliveryTimeout = deliveryTimeout);
	}

	/**
	 * Set the upper bound of the first backoff. The default is 200 milliseconds.
	 * @param minBackoff the time, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder minBackoff(Duration minBackoff) {
		return with((draft) -> draft.minBackoff = minBackoff);
	}

	/**
	 * Set the upper bound of any backoff. The default is 30 seconds.
	 * @param maxBackoff the time, not less than the minimum
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBackoff(Duration maxBackoff) {
		return with((draft) -> draft.maxBackoff = maxBackoff);
	}

	/**
	 * Set the maximum wait in response to {@code Retry-After}. The default is 5 minutes.
	 * @param maxRetryAfter the time, not negative
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxRetryAfter(Duration maxRetryAfter) {
		return with((draft) -> draft.maxRetryAfter = maxRetryAfter);
	}

	/**
	 * Set the time between probes while BatchPipe does not accept the API key, does not
	 * know the pipe, or presents an untrusted certificate. The default is 30 seconds.
	 * @param probeInterval the time, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder probeInterval(Duration probeInterval) {
		return with((draft) -> draft.probeInterval = probeInterval);
	}

	/**
	 * Set how long the publisher may take to stop. The default is 10 seconds.
	 * @param drainTimeout the time, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder drainTimeout(Duration drainTimeout) {
		return with((draft) -> draft.drainTimeout = drainTimeout);
	}

	/**
	 * Set the ordering of batches. The default is {@link RecordOrdering#RELAXED}.
	 * @param ordering the ordering
	 * @return this builder
	 */
	public BatchPipePublisherBuilder ordering(RecordOrdering ordering) {
		return with((draft) -> draft.ordering = ordering);
	}

	/**
	 * Set how to treat invalid batches. The default is {@link InvalidBatchPolicy#BISECT}.
	 * @param onInvalid the policy
	 * @return this builder
	 */
	public BatchPipePublisherBuilder onInvalid(InvalidBatchPolicy onInvalid) {
		return with((draft) -> draft.onInvalid = onInvalid);
	}

	/**
	 * Set the maximum number of rejected requests in a search for invalid records. The
	 * default is 64.
	 * @param maxBisectRequests the number of requests, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBisectRequests(int maxBisectRequests) {
		return with((draft) -> draft.maxBisectRequests = maxBisectRequests);
	}

	/**
	 * Set whether to compress request bodies. By default, they are not compressed.
	 * BatchPipe does not document whether it accepts compressed bodies.
	 * @param gzip whether to compress
	 * @return this builder
	 */
	public BatchPipePublisherBuilder gzip(boolean gzip) {
		return with((draft) -> draft.gzip = gzip);
	}

	/**
	 * Set the minimum size at which a request body is compressed. The default is 8 KiB.
	 * @param gzipMinSize the size in bytes, not negative
	 * @return this builder
	 */
	public BatchPipePublisherBuilder gzipMinSize(int gzipMinSize) {
		return with((draft) -> draft.gzipMinSize = gzipMinSize);
	}

	/**
	 * Set the field into which an identifier is written for each record, so that you can
	 * detect duplicates. The identifier is a version 7 UUID, unless
	 * {@link BatchOptions#withRecordIds} provides another one. Records must not contain
	 * this field.
	 * @param recordIdField the name, matching {@code [A-Za-z0-9_.-]+}, or {@code null}
	 * @return this builder
	 */
	public BatchPipePublisherBuilder recordIdField(@Nullable String recordIdField) {
		return with((draft) -> draft.recordIdField = recordIdField);
	}

	/**
	 * Set the handler for undelivered records. Even without a handler, they are counted,
	 * and their number is logged unless they are returned to a caller.
	 * @param handler the handler, or {@code null} for none
	 * @return this builder
	 */
	public BatchPipePublisherBuilder undeliveredRecordHandler(@Nullable UndeliveredRecordHandler handler) {
		return with((draft) -> draft.undeliveredRecordHandler = handler);
	}

	/**
	 * Set the listener that is notified of each of the first 1,000 pipes.
	 * @param pipeListener the listener, or {@code null} for none
	 * @return this builder
	 */
	public BatchPipePublisherBuilder pipeListener(@Nullable PipeListener pipeListener) {
		this.pipeListener = pipeListener;
		return this;
	}

	/**
	 * Build the publisher, which creates its threads and connections on first use.
	 * @return the publisher
	 * @throws InvalidPublisherSettingException if a setting is invalid
	 */
	public BatchPipePublisher build() {
		return new DefaultBatchPipePublisher(this);
	}

	private BatchPipePublisherBuilder with(Consumer<PublisherDraft> change) {
		change.accept(this.draft);
		return this;
	}

}
