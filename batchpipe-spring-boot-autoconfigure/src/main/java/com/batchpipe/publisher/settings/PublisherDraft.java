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

package com.batchpipe.publisher.settings;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.InvalidBatchPolicy;
import com.batchpipe.publisher.OverflowPolicy;
import com.batchpipe.publisher.RecordOrdering;
import com.batchpipe.publisher.UndeliveredRecordHandler;

/**
 * The unchecked configuration from which a publisher is built: its settings, with
 * defaults, and its collaborators.
 */
public final class PublisherDraft {

	public final BatchPipeClient client;

	public JsonMapper recordMapper = JsonMapper.shared();

	public @Nullable UndeliveredRecordHandler undeliveredRecordHandler;

	public @Nullable String pipeId;

	public int maxBatchRecords = 1000;

	public int maxBatchSize = 512 * 1024;

	public Duration linger = Duration.ofMillis(50);

	public int maxRecordSize = 256 * 1024;

	public long maxBufferSize = 32L * 1024 * 1024;

	public OverflowPolicy overflow = OverflowPolicy.BLOCK;

	public Duration maxBlock = Duration.ofMillis(100);

	public int maxInFlight = 8;

	public int maxTotalInFlight = 16;

	public Duration requestTimeout = Duration.ofSeconds(10);

	public Duration deliveryTimeout = Duration.ofMinutes(2);

	public Duration minBackoff = Duration.ofMillis(200);

	public Duration maxBackoff = Duration.ofSeconds(30);

	public Duration maxRetryAfter = Duration.ofMinutes(5);

	public Duration probeInterval = Duration.ofSeconds(30);

	public Duration drainTimeout = Duration.ofSeconds(10);

	public RecordOrdering ordering = RecordOrdering.RELAXED;

	public InvalidBatchPolicy onInvalid = InvalidBatchPolicy.BISECT;

	public int maxBisectRequests = 64;

	public boolean gzip = false;

	public int gzipMinSize = 8 * 1024;

	public @Nullable String recordIdField;

	public PublisherDraft(BatchPipeClient client) {
		this.client = client;
	}

	/**
	 * Check and return the settings.
	 */
	public PublisherSettings toSettings() {
		return new PublisherSettings(this.pipeId, this.maxBatchRecords, this.maxBatchSize, this.linger,
				this.maxRecordSize, this.maxBufferSize, this.overflow, this.maxBlock, this.maxInFlight,
				this.maxTotalInFlight, this.requestTimeout, this.deliveryTimeout, this.minBackoff, this.maxBackoff,
				this.maxRetryAfter, this.probeInterval, this.drainTimeout, this.ordering, this.onInvalid,
				this.maxBisectRequests, this.gzip, this.gzipMinSize, this.recordIdField);
	}

}
