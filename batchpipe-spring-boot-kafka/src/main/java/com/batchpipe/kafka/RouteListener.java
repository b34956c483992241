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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * The listener that the container calls with records, before and after each poll, and
 * when partitions are revoked. It delegates to the lane of the consumer.
 * <p>
 * The container's own asynchronous acknowledgments allow only one poll in flight: the
 * container pauses the consumer until the whole poll is acknowledged. For this reason,
 * the lanes commit offsets themselves, using the consumer provided by the container.
 */
final class RouteListener implements BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>,
		BatchInterceptor<byte[], byte[]>, ConsumerAwareRebalanceListener {

	private final Function<Consumer<?, ?>, ConsumerLane> factory;

	private final Map<Consumer<?, ?>, ConsumerLane> lanes = new ConcurrentHashMap<>();

	RouteListener(Function<Consumer<?, ?>, ConsumerLane> factory) {
		this.factory = factory;
	}

	/**
	 * Return the lanes of all consumers since the last start.
	 */
	Collection<ConsumerLane> lanes() {
		return this.lanes.values();
	}

	/**
	 * Forget the lanes of consumers that have stopped.
	 */
	void clear() {
		this.lanes.clear();
	}

	private ConsumerLane lane(Consumer<?, ?> consumer) {
		return this.lanes.computeIfAbsent(consumer, this.factory);
	}

	@Override
	public boolean wantsPollResult() {
		return true;
	}

	@Override
	public void onMessage(ConsumerRecords<byte[], byte[]> records, @Nullable Acknowledgment acknowledgment,
			Consumer<byte[], byte[]> consumer) {
		lane(consumer).received(records);
	}

	@Override
	public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Acknowledgment acknowledgment,
			@Nullable Consumer<?, ?> consumer) {
		throw new IllegalStateException("The listener must be called with all records of a poll");
	}

	@Override
	public ConsumerRecords<byte[], byte[]> intercept(ConsumerRecords<byte[], byte[]> records,
			Consumer<byte[], byte[]> consumer) {
		return records;
	}

	@Override
	public void setupThreadState(Consumer<?, ?> consumer) {
		lane(consumer).beforePoll();
	}

	@Override
	public void clearThreadState(Consumer<?, ?> consumer) {
		lane(consumer).afterPoll();
	}

	@Override
	public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
		lane(consumer).revoked(partitions);
	}

	@Override
	public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
		lane(consumer).lost(partitions);
	}

}
