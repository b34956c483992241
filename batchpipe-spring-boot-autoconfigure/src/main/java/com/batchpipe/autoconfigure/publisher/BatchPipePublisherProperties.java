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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import com.batchpipe.publisher.InvalidBatchPolicy;
import com.batchpipe.publisher.OverflowPolicy;
import com.batchpipe.publisher.RecordOrdering;

/**
 * Configuration properties for the publisher.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("batchpipe.publisher")
public class BatchPipePublisherProperties {

	/**
	 * Whether to create a publisher.
	 */
	private boolean enabled = true;

	/**
	 * Identifier of the default pipe, which is used if no pipe is specified when a record
	 * is published.
	 */
	private @Nullable String pipeId;

	/**
	 * Maximum number of records in a batch.
	 */
	private int maxBatchRecords = 1000;

	/**
	 * Maximum size of the JSON of a batch.
	 */
	private DataSize maxBatchSize = DataSize.ofKilobytes(512);

	/**
	 * Maximum time that a batch waits for more records. A batch that reaches its maximum
	 * size or number of records does not wait.
	 */
	private Duration linger = Duration.ofMillis(50);

	/**
	 * Maximum size of the JSON of a record.
	 */
	private DataSize maxRecordSize = DataSize.ofKilobytes(256);

	/**
	 * Maximum size of the buffer: the JSON of all records, including those in flight, and
	 * 1 KiB for each batch.
	 */
	private DataSize maxBufferSize = DataSize.ofMegabytes(32);

	/**
	 * What to do with a record that does not fit into the buffer.
	 */
	private OverflowPolicy overflow = OverflowPolicy.BLOCK;

	/**
	 * Maximum time that a thread waits for room in the buffer if 'overflow' is 'block'.
	 */
	private Duration maxBlock = Duration.ofMillis(100);

	/**
	 * Maximum number of requests in flight per pipe.
	 */
	private int maxInFlight = 8;

	/**
	 * Maximum number of requests in flight for all pipes together. A pipe without a
	 * request in flight may send one even if this maximum has been reached.
	 */
	private int maxTotalInFlight = 16;

	/**
	 * Maximum time to wait for the complete response to a request.
	 */
	private Duration requestTimeout = Duration.ofSeconds(10);

	/**
	 * Time after which undelivered records expire.
	 */
	private Duration deliveryTimeout = Duration.ofMinutes(2);

	/**
	 * Upper bound of the random wait before the first retry. The bound doubles with each
	 * further retry.
	 */
	private Duration minBackoff = Duration.ofMillis(200);

	/**
	 * Upper bound of the random wait before any retry.
	 */
	private Duration maxBackoff = Duration.ofSeconds(30);

	/**
	 * Maximum wait in response to 'Retry-After'. If BatchPipe asks for a longer wait, the
	 * publisher waits only this long.
	 */
	private Duration maxRetryAfter = Duration.ofMinutes(5);

	/**
	 * Time between probes while BatchPipe does not accept the key, does not know the
	 * pipe, or presents a certificate that is not trusted.
	 */
	private Duration probeInterval = Duration.ofSeconds(30);

	/**
	 * Maximum time to deliver or hand back buffered records when the application stops.
	 */
	private Duration drainTimeout = Duration.ofSeconds(10);

	/**
	 * Order in which the batches of a pipe are sent.
	 */
	private RecordOrdering ordering = RecordOrdering.RELAXED;

	/**
	 * What to do with a batch that the service rejects as invalid.
	 */
	private InvalidBatchPolicy onInvalid = InvalidBatchPolicy.BISECT;

	/**
	 * Maximum number of rejected requests when searching a batch for invalid records.
	 */
	private int maxBisectRequests = 64;

	/**
	 * Whether to compress requests. BatchPipe does not document whether it accepts
	 * compressed requests.
	 */
	private boolean gzip;

	/**
	 * Minimum size at which a request is compressed.
	 */
	private DataSize gzipMinSize = DataSize.ofKilobytes(8);

	/**
	 * Name of the field into which a unique identifier is written for each record.
	 */
	private @Nullable String recordIdField;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getPipeId() {
		return this.pipeId;
	}

	public void setPipeId(@Nullable String pipeId) {
		this.pipeId = pipeId;
	}

	public int getMaxBatchRecords() {
		return this.maxBatchRecords;
	}

	public void setMaxBatchRecords(int maxBatchRecords) {
		this.maxBatchRecords = maxBatchRecords;
	}

	public DataSize getMaxBatchSize() {
		return this.maxBatchSize;
	}

	public void setMaxBatchSize(DataSize maxBatchSize) {
		this.maxBatchSize = maxBatchSize;
	}

	public Duration getLinger() {
		return this.linger;
	}

	public void setLinger(Duration linger) {
		this.linger = linger;
	}

	public DataSize getMaxRecordSize() {
		return this.maxRecordSize;
	}

	public void setMaxRecordSize(DataSize maxRecordSize) {
		this.maxRecordSize = maxRecordSize;
	}

	public DataSize getMaxBufferSize() {
		return this.maxBufferSize;
	}

	public void setMaxBufferSize(DataSize maxBufferSize) {
		this.maxBufferSize = maxBufferSize;
	}

	public OverflowPolicy getOverflow() {
		return this.overflow;
	}

	public void setOverflow(OverflowPolicy overflow) {
		this.overflow = overflow;
	}

	public Duration getMaxBlock() {
		return this.maxBlock;
	}

	public void setMaxBlock(Duration maxBlock) {
		this.maxBlock = maxBlock;
	}

	public int getMaxInFlight() {
		return this.maxInFlight;
	}

	public void setMaxInFlight(int maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	public int getMaxTotalInFlight() {
		return this.maxTotalInFlight;
	}

	public void setMaxTotalInFlight(int maxTotalInFlight) {
		this.maxTotalInFlight = maxTotalInFlight;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public Duration getDeliveryTimeout() {
		return this.deliveryTimeout;
	}

	public void setDeliveryTimeout(Duration deliveryTimeout) {
		this.deliveryTimeout = deliveryTimeout;
	}

	public Duration getMinBackoff() {
		return this.minBackoff;
	}

	public void setMinBackoff(Duration minBackoff) {
		this.minBackoff = minBackoff;
	}

	public Duration getMaxBackoff() {
		return this.maxBackoff;
	}

	public void setMaxBackoff(Duration maxBackoff) {
		this.maxBackoff = maxBackoff;
	}

	public Duration getMaxRetryAfter() {
		return this.maxRetryAfter;
	}

	public void setMaxRetryAfter(Duration maxRetryAfter) {
		this.maxRetryAfter = maxRetryAfter;
	}

	public Duration getProbeInterval() {
		return this.probeInterval;
	}

	public void setProbeInterval(Duration probeInterval) {
		this.probeInterval = probeInterval;
	}

	public Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	public void setDrainTimeout(Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

	public RecordOrdering getOrdering() {
		return this.ordering;
	}

	public void setOrdering(RecordOrdering ordering) {
		this.ordering = ordering;
	}

	public InvalidBatchPolicy getOnInvalid() {
		return this.onInvalid;
	}

	public void setOnInvalid(InvalidBatchPolicy onInvalid) {
		this.onInvalid = onInvalid;
	}

	public int getMaxBisectRequests() {
		return this.maxBisectRequests;
	}

	public void setMaxBisectRequests(int maxBisectRequests) {
		this.maxBisectRequests = maxBisectRequests;
	}

	public boolean isGzip() {
		return this.gzip;
	}

	public void setGzip(boolean gzip) {
		this.gzip = gzip;
	}

	public DataSize getGzipMinSize() {
		return this.gzipMinSize;
	}

	public void setGzipMinSize(DataSize gzipMinSize) {
		this.gzipMinSize = gzipMinSize;
	}

	public @Nullable String getRecordIdField() {
		return this.recordIdField;
	}

	public void setRecordIdField(@Nullable String recordIdField) {
		this.recordIdField = recordIdField;
	}

}
