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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

import com.batchpipe.client.BatchPipeClient;

/**
 * Builder for {@link BatchPipePublisher}. Not safe for use by multiple threads; the
 * publishers that it builds are.
 *
 * @since 0.1.0
 */
public final class BatchPipePublisherBuilder {

	private final BatchPipeClient client;

	private JsonMapper recordMapper = JsonMapper.shared();

	private @Nullable String pipeId;

	private int maxBatchRecords = 1000;

	private int maxBatchSize = 512 * 1024;

	private Duration linger = Duration.ofMillis(50);

	private int maxRecordSize = 256 * 1024;

	private long maxBufferSize = 32L * 1024 * 1024;

	private OverflowPolicy overflow = OverflowPolicy.BLOCK;

	private Duration maxBlock = Duration.ofMillis(100);

	private int maxInFlight = 8;

	private int maxTotalInFlight = 16;

	private Duration requestTimeout = Duration.ofSeconds(10);

	private Duration deliveryTimeout = Duration.ofMinutes(2);

	private Duration minBackoff = Duration.ofMillis(200);

	private Duration maxBackoff = Duration.ofSeconds(30);

	private Duration maxRetryAfter = Duration.ofMinutes(5);

	private Duration probeInterval = Duration.ofSeconds(30);

	private Duration drainTimeout = Duration.ofSeconds(10);

	private RecordOrdering ordering = RecordOrdering.RELAXED;

	private InvalidBatchPolicy onInvalid = InvalidBatchPolicy.BISECT;

	private int maxBisectRequests = 64;

	private boolean gzip = false;

	private int gzipMinSize = 8 * 1024;

	private @Nullable String recordIdField;

	private @Nullable UndeliveredRecordHandler undeliveredRecordHandler;

	private @Nullable PipeListener pipeListener;

	BatchPipePublisherBuilder(BatchPipeClient client) {
		Assert.notNull(client, "'client' must not be null");
		this.client = client;
	}

	/**
	 * Set the default pipe. By default, there is none.
	 * @param pipeId the pipe's identifier, a UUID, or {@code null} for none
	 * @return this builder
	 */
	public BatchPipePublisherBuilder pipeId(@Nullable String pipeId) {
		this.pipeId = pipeId;
		return this;
	}

	/**
	 * Set the mapper that writes the records. By default, Jackson's own.
	 * @param recordMapper the mapper
	 * @return this builder
	 */
	public BatchPipePublisherBuilder recordMapper(JsonMapper recordMapper) {
		Assert.notNull(recordMapper, "'recordMapper' must not be null");
		this.recordMapper = recordMapper;
		return this;
	}

	/**
	 * Set how many records a batch has at most. Default: 1000.
	 * @param maxBatchRecords the number of records, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBatchRecords(int maxBatchRecords) {
		this.maxBatchRecords = maxBatchRecords;
		return this;
	}

	/**
	 * Set how large the JSON of a batch is at most, in bytes. Default: 512 KiB.
	 * @param maxBatchSize the size in bytes
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBatchSize(int maxBatchSize) {
		this.maxBatchSize = maxBatchSize;
		return this;
	}

	/**
	 * Set how long a batch that is not full waits. Default: 50 milliseconds.
	 * @param linger the time, not negative
	 * @return this builder
	 */
	public BatchPipePublisherBuilder linger(Duration linger) {
		this.linger = linger;
		return this;
	}

	/**
	 * Set how large the JSON of one record is at most, in bytes. Default: 256 KiB.
	 * @param maxRecordSize the size in bytes, less than that of a batch
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxRecordSize(int maxRecordSize) {
		this.maxRecordSize = maxRecordSize;
		return this;
	}

	/**
	 * Set how many bytes are held at most: the JSON of all records, and a kilobyte for
	 * each batch. From two pipes on, each may use half of it. Default: 32 MiB.
	 * @param maxBufferSize the size in bytes, at least twice the batch size times the
	 * requests in flight per pipe
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBufferSize(long maxBufferSize) {
		this.maxBufferSize = maxBufferSize;
		return this;
	}

	/**
	 * Set what to do when the buffer is full. Default: {@link OverflowPolicy#BLOCK}.
	 * @param overflow the policy
	 * @return this builder
	 */
	public BatchPipePublisherBuilder overflow(OverflowPolicy overflow) {
		this.overflow = overflow;
		return this;
	}

	/**
	 * Set how long {@link OverflowPolicy#BLOCK} waits at most. Default: 100 milliseconds.
	 * @param maxBlock the time, not negative
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBlock(Duration maxBlock) {
		this.maxBlock = maxBlock;
		return this;
	}

	/**
	 * Set how many requests of one pipe are in flight at most. Default: 8.
	 * @param maxInFlight the number of requests, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxInFlight(int maxInFlight) {
		this.maxInFlight = maxInFlight;
		return this;
	}

	/**
	 * Set how many requests are in flight at most, beyond one a pipe. Default: 16.
	 * @param maxTotalInFlight the number of requests, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxTotalInFlight(int maxTotalInFlight) {
		this.maxTotalInFlight = maxTotalInFlight;
		return this;
	}

	/**
	 * Set how long to wait for the answer to a request. Default: 10 seconds.
	 * @param requestTimeout the time, less than the delivery timeout
	 * @return this builder
	 */
	public BatchPipePublisherBuilder requestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
		return this;
	}

	/**
	 * Set how long a batch is held before it expires. Default: 2 minutes.
	 * @param deliveryTimeout the time, greater than the linger
	 * @return this builder
	 */
	public BatchPipePublisherBuilder deliveryTimeout(Duration deliveryTimeout) {
		this.deliveryTimeout = deliveryTimeout;
		return this;
	}

	/**
	 * Set the upper bound of the first wait, then doubled. Default: 200 milliseconds.
	 * @param minBackoff the time, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder minBackoff(Duration minBackoff) {
		this.minBackoff = minBackoff;
		return this;
	}

	/**
	 * Set the upper bound of waits that were not asked for. Default: 30 seconds.
	 * @param maxBackoff the time, not less than the minimum
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBackoff(Duration maxBackoff) {
		this.maxBackoff = maxBackoff;
		return this;
	}

	/**
	 * Set the longest wait that the service may ask for. Default: 5 minutes.
	 * @param maxRetryAfter the time, not negative
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxRetryAfter(Duration maxRetryAfter) {
		this.maxRetryAfter = maxRetryAfter;
		return this;
	}

	/**
	 * Set how often to try while key or pipe is not accepted. Default: 30 seconds.
	 * @param probeInterval the time, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder probeInterval(Duration probeInterval) {
		this.probeInterval = probeInterval;
		return this;
	}

	/**
	 * Set how long a stop takes at most. Default: 10 seconds.
	 * @param drainTimeout the time, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder drainTimeout(Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
		return this;
	}

	/**
	 * Set the order of batches. Default: {@link RecordOrdering#RELAXED}.
	 * @param ordering the ordering
	 * @return this builder
	 */
	public BatchPipePublisherBuilder ordering(RecordOrdering ordering) {
		this.ordering = ordering;
		return this;
	}

	/**
	 * Set what to do with an invalid batch. Default: {@link InvalidBatchPolicy#BISECT}.
	 * @param onInvalid the policy
	 * @return this builder
	 */
	public BatchPipePublisherBuilder onInvalid(InvalidBatchPolicy onInvalid) {
		this.onInvalid = onInvalid;
		return this;
	}

	/**
	 * Set how many refused requests a search may cost. Default: 64.
	 * @param maxBisectRequests the number of requests, greater than zero
	 * @return this builder
	 */
	public BatchPipePublisherBuilder maxBisectRequests(int maxBisectRequests) {
		this.maxBisectRequests = maxBisectRequests;
		return this;
	}

	/**
	 * Set whether bodies are compressed. BatchPipe does not document that it takes them.
	 * Default: {@code false}.
	 * @param gzip whether to compress
	 * @return this builder
	 */
	public BatchPipePublisherBuilder gzip(boolean gzip) {
		this.gzip = gzip;
		return this;
	}

	/**
	 * Set from which size on bodies are compressed, in bytes. Default: 8 KiB.
	 * @param gzipMinSize the size in bytes, not negative
	 * @return this builder
	 */
	public BatchPipePublisherBuilder gzipMinSize(int gzipMinSize) {
		this.gzipMinSize = gzipMinSize;
		return this;
	}

	/**
	 * Set the field under which each record gets an identifier of its own, a UUID of
	 * version 7, by which one can find what has arrived twice. Records must not have this
	 * field themselves. By default, records get none.
	 * @param recordIdField the name of the field, of letters, digits, underscores, dots
	 * and hyphens, or {@code null} for none
	 * @return this builder
	 */
	public BatchPipePublisherBuilder recordIdField(@Nullable String recordIdField) {
		this.recordIdField = recordIdField;
		return this;
	}

	/**
	 * Set what takes the records that were not delivered. By default, they are counted
	 * and logged only.
	 * @param undeliveredRecordHandler the handler, or {@code null} for none
	 * @return this builder
	 */
	public BatchPipePublisherBuilder undeliveredRecordHandler(
			@Nullable UndeliveredRecordHandler undeliveredRecordHandler) {
		this.undeliveredRecordHandler = undeliveredRecordHandler;
		return this;
	}

	/**
	 * Set what is told of each pipe that is used.
	 * @param pipeListener the listener, or {@code null} for none
	 * @return this builder
	 */
	public BatchPipePublisherBuilder pipeListener(@Nullable PipeListener pipeListener) {
		this.pipeListener = pipeListener;
		return this;
	}

	/**
	 * Build the publisher. No thread is started and nothing is connected before its first
	 * use.
	 * @return the publisher
	 * @throws IllegalArgumentException if the settings do not fit together
	 */
	public BatchPipePublisher build() {
		DaemonThreads threads = new DaemonThreads();
		return new DefaultBatchPipePublisher(this, settings(), new SenderThread(threads), threads,
				threads.single("batchpipe-publisher-callbacks"), threads.single("batchpipe-publisher-undelivered"),
				PipeLimits.DEFAULT);
	}

	PublisherSettings settings() {
		return new PublisherSettings(this.pipeId, this.maxBatchRecords, this.maxBatchSize, this.linger,
				this.maxRecordSize, this.maxBufferSize, this.overflow, this.maxBlock, this.maxInFlight,
				this.maxTotalInFlight, this.requestTimeout, this.deliveryTimeout, this.minBackoff, this.maxBackoff,
				this.maxRetryAfter, this.probeInterval, this.drainTimeout, this.ordering, this.onInvalid,
				this.maxBisectRequests, this.gzip, this.gzipMinSize, this.recordIdField);
	}

	BatchPipeClient client() {
		return this.client;
	}

	JsonMapper recordMapper() {
		return this.recordMapper;
	}

	@Nullable UndeliveredRecordHandler undeliveredRecordHandler() {
		return this.undeliveredRecordHandler;
	}

	@Nullable PipeListener pipeListener() {
		return this.pipeListener;
	}

}
