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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

import com.batchpipe.kafka.ConsumerLane.LaneStats;
import com.batchpipe.kafka.RouteStats.StoppedPartition;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * Sends the records of Kafka topics to one pipe, using a Spring Kafka listener container.
 * <p>
 * With relaxed ordering, the records of each poll are passed to the publisher as one
 * collection, and several collections can be in flight. With strict ordering, each
 * partition has at most one request in flight. An offset is committed when all records
 * before it have been delivered, set aside in the dead-letter topic, or skipped. Records
 * that the publisher cannot deliver in time are retried. While the pipe is paused, each
 * consumer with records in progress pauses its partitions but continues to poll. A
 * consumer does the same while it has read the maximum number of records ahead of the
 * first record that is still in progress.
 * <p>
 * Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchPipeRoute implements SmartLifecycle {

	private static final long POLL_TIMEOUT = 200;

	private final RouteSettings settings;

	private final BatchPipePublisher publisher;

	private final BatchPipeRouteBuilder builder;

	private final RecordPreparation preparation;

	private final RouteCounts counts = new RouteCounts();

	private final RouteListener listener = new RouteListener(this::lane);

	private final ConcurrentMessageListenerContainer<byte[], byte[]> container;

	BatchPipeRoute(BatchPipeRouteBuilder builder, RouteSettings settings, BatchPipePublisher publisher,
			ConsumerFactory<byte[], byte[]> consumerFactory, ContainerProperties properties) {
		this.builder = builder;
		this.settings = settings;
		this.publisher = publisher;
		this.preparation = new RecordPreparation(settings);
		properties.setAckMode(AckMode.MANUAL);
		properties.setMessageListener(this.listener);
		properties.setConsumerRebalanceListener(this.listener);
		properties.setPollTimeout(POLL_TIMEOUT);
		properties.setShutdownTimeout(settings.drainTimeout().plus(Duration.ofSeconds(5)).toMillis());
		properties.setAuthExceptionRetryInterval(Duration.ofSeconds(30));
		this.container = new ConcurrentMessageListenerContainer<>(consumerFactory, properties);
		this.container.setBeanName("batchpipe-" + settings.name());
		this.container.setConcurrency(builder.concurrency);
		this.container.setBatchInterceptor(this.listener);
		this.container.setAutoStartup(builder.autoStartup);
		DefaultErrorHandler errorHandler = new DefaultErrorHandler(
				new FixedBackOff(FixedBackOff.DEFAULT_INTERVAL, FixedBackOff.UNLIMITED_ATTEMPTS));
		errorHandler.setAckAfterHandle(false);
		this.container.setCommonErrorHandler(errorHandler);
	}

	/**
	 * Return a new builder for a route.
	 * @param name the name of the route
	 * @param publisher the publisher that sends the records; strict ordering requires a
	 * publisher with strict ordering
	 * @param consumerFactory creates the consumers
	 * @return the builder
	 */
	public static BatchPipeRouteBuilder builder(String name, BatchPipePublisher publisher,
			ConsumerFactory<byte[], byte[]> consumerFactory) {
		return new BatchPipeRouteBuilder(name, publisher, consumerFactory);
	}

	private ConsumerLane lane(Consumer<?, ?> consumer) {
		return new ConsumerLane(this.settings, consumer, this.counts, this::isPauseRequested, this::sender);
	}

	private boolean isPauseRequested(TopicPartition partition) {
		return this.container.isPauseRequested() || this.container.isPartitionPauseRequested(partition);
	}

	private ShipmentSender sender(Executor consumerThread) {
		DeadLetterQueue deadLetters = this.builder.deadLetters(this.settings, this.counts, consumerThread);
		return new ShipmentSender(this.settings, this.publisher, this.preparation, this.counts, this.builder.tracing,
				deadLetters, consumerThread);
	}

	/**
	 * Return the name of the route.
	 * @return the name
	 */
	public String name() {
		return this.settings.name();
	}

	/**
	 * Return the pipe to which the records are sent.
	 * @return the pipe's identifier
	 */
	public String pipeId() {
		return this.settings.pipeId();
	}

	/**
	 * Return the container, for example to pause it or to configure properties that the
	 * builder does not offer. Change its properties before the route is started.
	 * @return the container
	 */
	public ConcurrentMessageListenerContainer<byte[], byte[]> container() {
		return this.container;
	}

	/**
	 * Return the statistics of this route.
	 * @return the statistics
	 */
	public RouteStats stats() {
		boolean running = isRunning();
		int partitions = 0;
		int paused = 0;
		long inProgress = 0;
		long oldest = Long.MAX_VALUE;
		List<StoppedPartition> stopped = new ArrayList<>();
		for (ConsumerLane lane : this.listener.lanes()) {
			LaneStats stats = lane.stats();
			partitions += (running) ? stats.partitions() : 0;
			paused += (running) ? stats.paused() : 0;
			inProgress += stats.inProgress();
			oldest = Math.min(oldest, stats.oldestTimestamp());
			stopped.addAll(stats.stopped());
		}
		long lag = (oldest != Long.MAX_VALUE) ? Math.max(0, System.currentTimeMillis() - oldest) : 0;
		return new RouteStats(running, this.counts.received.sum(), this.counts.delivered.sum(),
				this.counts.setAside.sum(), this.counts.skipped.sum(), this.counts.revoked.sum(),
				this.counts.retried.sum(), inProgress, Duration.ofMillis(lag), partitions, paused,
				List.copyOf(stopped));
	}

	/**
	 * Retry the records that have stopped their partitions, for example after the pipe
	 * was changed to accept them.
	 */
	public void retryStoppedPartitions() {
		for (ConsumerLane lane : this.listener.lanes()) {
			lane.execute(lane::retryStopped);
		}
	}

	@Override
	public void start() {
		if (!isRunning()) {
			this.listener.clear();
			this.container.start();
		}
	}

	@Override
	public void stop() {
		this.container.stop();
	}

	@Override
	public void stop(Runnable callback) {
		this.container.stop(callback);
	}

	@Override
	public boolean isRunning() {
		return this.container.isRunning();
	}

	@Override
	public boolean isAutoStartup() {
		return this.container.isAutoStartup();
	}

	@Override
	public int getPhase() {
		return this.container.getPhase();
	}

}
