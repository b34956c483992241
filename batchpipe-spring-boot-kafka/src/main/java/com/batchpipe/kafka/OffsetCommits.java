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

package com.batchpipe.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Commits the progress of partitions, one commit at a time. Used on the thread of the
 * consumer.
 */
final class OffsetCommits {

	private static final Log logger = LogFactory.getLog(BatchPipeRoute.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Consumer<?, ?> consumer;

	private final Function<TopicPartition, @Nullable PartitionProgress> partitions;

	private boolean committing;

	OffsetCommits(Consumer<?, ?> consumer, Function<TopicPartition, @Nullable PartitionProgress> partitions) {
		this.consumer = consumer;
		this.partitions = partitions;
	}

	/**
	 * Commit without waiting for the result. If a commit is already in progress, do
	 * nothing.
	 */
	void commit(Collection<PartitionProgress> partitions) {
		if (this.committing) {
			return;
		}
		Map<TopicPartition, OffsetAndMetadata> offsets = take(partitions);
		if (offsets.isEmpty()) {
			return;
		}
		this.committing = true;
		this.consumer.commitAsync(offsets, (committed, failure) -> {
			this.committing = false;
			if (failure != null) {
				logger.debug("An offset commit failed and will be retried", failure);
				failed(offsets);
			}
		});
	}

	/**
	 * Commit the progress, including offsets for which a commit is in progress, and wait
	 * for the result.
	 */
	void commitNow(Collection<PartitionProgress> partitions) {
		partitions.forEach(PartitionProgress::commitFailed);
		Map<TopicPartition, OffsetAndMetadata> offsets = take(partitions);
		if (offsets.isEmpty()) {
			return;
		}
		try {
			commitNow(offsets);
		}
		catch (KafkaException ex) {
			logger.warn("Failed to commit the offsets of the partitions " + offsets.keySet()
					+ ". The records after the last committed offsets will be read again. Cause: " + ex);
			failed(offsets);
		}
	}

	private void commitNow(Map<TopicPartition, OffsetAndMetadata> offsets) {
		try {
			this.consumer.commitSync(offsets, TIMEOUT);
		}
		catch (WakeupException ex) {
			// The wakeup was meant for a poll that had already ended.
			this.consumer.commitSync(offsets, TIMEOUT);
		}
	}

	private Map<TopicPartition, OffsetAndMetadata> take(Collection<PartitionProgress> partitions) {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		for (PartitionProgress progress : partitions) {
			progress.advance();
			long offset = progress.uncommitted();
			if (offset >= 0) {
				offsets.put(progress.partition(), new OffsetAndMetadata(offset));
				progress.committing(offset);
			}
		}
		return offsets;
	}

	private void failed(Map<TopicPartition, OffsetAndMetadata> offsets) {
		for (TopicPartition partition : offsets.keySet()) {
			PartitionProgress progress = this.partitions.apply(partition);
			if (progress != null) {
				progress.commitFailed();
			}
		}
	}

}
