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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import com.batchpipe.kafka.PartitionProgress.Blocked;
import com.batchpipe.kafka.RouteStats.StoppedPartition;

/**
 * The records that one consumer of a route has in progress. The thread of the consumer
 * does all the work: between two polls, it processes the results that have arrived,
 * commits offsets, and pauses and resumes partitions. The publisher's results are passed
 * to this thread. They wake it up if it is waiting for records, except in a poll that is
 * likely to find records at once.
 */
final class ConsumerLane {

	private final RouteSettings settings;

	private final Consumer<?, ?> consumer;

	private final RouteCounts counts;

	private final Predicate<TopicPartition> pauseRequested;

	private final ShipmentSender sender;

	private final OffsetCommits commits;

	private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();

	private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();

	private volatile boolean polling;

	private volatile LaneStats stats = LaneStats.NONE;

	private int unsettled;

	private boolean receiving;

	/**
	 * Create a lane.
	 * @param settings the settings
	 * @param consumer the consumer
	 * @param counts counts the records
	 * @param pauseRequested whether the application has requested to pause a partition
	 * @param senders creates the sender
	 */
	ConsumerLane(RouteSettings settings, Consumer<?, ?> consumer, RouteCounts counts,
			Predicate<TopicPartition> pauseRequested, SenderFactory senders) {
		this.settings = settings;
		this.consumer = consumer;
		this.counts = counts;
		this.pauseRequested = pauseRequested;
		this.commits = new OffsetCommits(consumer, this.partitions::get);
		this.sender = senders.create(this::execute);
	}

	/**
	 * Run a task on the thread of the consumer as soon as possible.
	 */
	void execute(Runnable task) {
		this.inbox.add(task);
		wakeUp();
	}

	private void wakeUp() {
		if (this.polling) {
			this.polling = false;
			this.consumer.wakeup();
		}
	}

	LaneStats stats() {
		return this.stats;
	}

	/**
	 * Called before the consumer polls.
	 */
	void beforePoll() {
		this.polling = false;
		runInbox();
		this.sender.sendWaiting(System.nanoTime());
		if (this.settings.isStrict()) {
			this.partitions.values().forEach(this::sendNext);
		}
		this.commits.commit(this.partitions.values());
		int paused = pauseAndResume();
		this.stats = currentStats(paused);
		// If the last poll found records and nothing is paused, the next one probably
		// finds records, too, and returns without being woken up.
		this.polling = paused > 0 || !this.receiving;
		this.receiving = false;
		if (!this.inbox.isEmpty()) {
			wakeUp();
		}
	}

	/**
	 * Called after the consumer has polled.
	 */
	void afterPoll() {
		this.polling = false;
	}

	private void runInbox() {
		Runnable task = this.inbox.poll();
		while (task != null) {
			task.run();
			task = this.inbox.poll();
		}
	}

	private int pauseAndResume() {
		this.unsettled = 0;
		int readAhead = 0;
		for (PartitionProgress progress : this.partitions.values()) {
			progress.advance();
			this.unsettled += progress.unsettled();
			readAhead += progress.readAhead();
		}
		boolean full = readAhead >= this.settings.maxInFlightRecords() || this.sender.isWaiting()
				|| (this.unsettled > 0 && this.sender.isPipePaused());
		Set<TopicPartition> before = this.consumer.paused();
		List<TopicPartition> pause = new ArrayList<>();
		List<TopicPartition> resume = new ArrayList<>();
		int paused = 0;
		for (TopicPartition partition : this.consumer.assignment()) {
			boolean wanted = full || mustWait(this.partitions.get(partition));
			if (wanted && !before.contains(partition)) {
				pause.add(partition);
			}
			else if (!wanted && before.contains(partition) && !this.pauseRequested.test(partition)) {
				resume.add(partition);
			}
			paused += (wanted || (before.contains(partition) && this.pauseRequested.test(partition))) ? 1 : 0;
		}
		if (!pause.isEmpty()) {
			this.consumer.pause(pause);
		}
		if (!resume.isEmpty()) {
			this.consumer.resume(resume);
		}
		return paused;
	}

	private boolean mustWait(@Nullable PartitionProgress progress) {
		return progress != null && (progress.blocked() != null || (this.settings.isStrict() && !progress.isIdle()));
	}

	private LaneStats currentStats(int paused) {
		long oldest = Long.MAX_VALUE;
		List<StoppedPartition> stopped = new ArrayList<>();
		for (PartitionProgress progress : this.partitions.values()) {
			if (progress.oldestTimestamp() >= 0) {
				oldest = Math.min(oldest, progress.oldestTimestamp());
			}
			Blocked blocked = progress.blocked();
			if (blocked != null) {
				stopped.add(new StoppedPartition(progress.partition().topic(), progress.partition().partition(),
						blocked.record().offset(), blocked.cause().reason(), blocked.cause().status()));
			}
		}
		return new LaneStats(this.consumer.assignment().size(), paused, this.unsettled, oldest, List.copyOf(stopped));
	}

	/**
	 * Called when the consumer has read records.
	 */
	void received(ConsumerRecords<byte[], byte[]> records) {
		this.polling = false;
		this.receiving = true;
		this.counts.received.add(records.count());
		Map<TopicPartition, OffsetAndMetadata> nextOffsets = records.nextOffsets();
		Shipment shipment = new Shipment(records.count());
		for (TopicPartition partition : records.partitions()) {
			PartitionProgress progress = this.partitions.computeIfAbsent(partition, PartitionProgress::new);
			List<ConsumerRecord<byte[], byte[]>> part = records.records(partition);
			OffsetAndMetadata next = nextOffsets.get(partition);
			long nextOffset = (next != null) ? next.offset() : part.get(part.size() - 1).offset() + 1;
			if (this.settings.isStrict()) {
				queue(progress, part, nextOffset);
			}
			else {
				Segment segment = progress.add(part.get(0), nextOffset, part.size());
				part.forEach((record) -> shipment.add(record, segment));
			}
		}
		if (shipment.size() > 0) {
			this.sender.send(shipment);
		}
	}

	/**
	 * Divide the records into shipments of one request each, so that no shipment is
	 * retried after a later shipment has been sent.
	 */
	private void queue(PartitionProgress progress, List<ConsumerRecord<byte[], byte[]>> records, long nextOffset) {
		int from = 0;
		while (from < records.size()) {
			int to = endOfBatch(records, from);
			long next = (to < records.size()) ? records.get(to).offset() : nextOffset;
			Segment segment = progress.add(records.get(from), next, to - from);
			Shipment shipment = new Shipment(to - from);
			records.subList(from, to).forEach((record) -> shipment.add(record, segment));
			progress.queue(shipment);
			from = to;
		}
		sendNext(progress);
	}

	private int endOfBatch(List<ConsumerRecord<byte[], byte[]>> records, int from) {
		int last = Math.min(records.size(), from + this.settings.maxBatchRecords());
		long size = 0;
		for (int i = from; i < last; i++) {
			size += Math.max(0, records.get(i).serializedValueSize()) + 64;
			if (size > this.settings.maxBatchSize() && i > from) {
				return i;
			}
		}
		return last;
	}

	private void sendNext(PartitionProgress progress) {
		progress.advance();
		Shipment next = progress.next();
		while (next != null) {
			this.sender.send(next);
			progress.advance();
			next = progress.next();
		}
	}

	/**
	 * Called while partitions are being revoked. Wait for the records that were passed to
	 * the publisher or to the dead-letter topic and have no result yet, and commit the
	 * progress of the partitions. If the pipe stays paused, the publisher returns the
	 * buffered records.
	 */
	void revoked(Collection<TopicPartition> revoked) {
		List<PartitionProgress> leaving = leaving(revoked);
		if (leaving.isEmpty()) {
			return;
		}
		long deadline = System.nanoTime() + this.settings.drainTimeout().toNanos();
		runInbox();
		while (isInFlight(leaving) && System.nanoTime() - deadline < 0) {
			awaitResult();
		}
		this.commits.commitNow(leaving);
		forget(leaving);
	}

	private void awaitResult() {
		try {
			Runnable task = this.inbox.poll(100, TimeUnit.MILLISECONDS);
			if (task != null) {
				task.run();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while partitions were being revoked", ex);
		}
	}

	/**
	 * Called when the consumer has lost partitions, which may already be assigned to
	 * other consumers.
	 */
	void lost(Collection<TopicPartition> lost) {
		forget(leaving(lost));
	}

	private List<PartitionProgress> leaving(Collection<TopicPartition> partitions) {
		Set<TopicPartition> leaving = new HashSet<>(partitions);
		return this.partitions.values().stream().filter((progress) -> leaving.contains(progress.partition())).toList();
	}

	private static boolean isInFlight(List<PartitionProgress> partitions) {
		return partitions.stream().anyMatch(PartitionProgress::isInFlight);
	}

	private void forget(List<PartitionProgress> leaving) {
		for (PartitionProgress progress : leaving) {
			progress.revoke();
			this.counts.revoked.add(progress.unsettled());
			this.partitions.remove(progress.partition());
		}
		this.unsettled = this.partitions.values().stream().mapToInt(PartitionProgress::unsettled).sum();
		this.stats = currentStats(0);
	}

	/**
	 * Retry the records that have stopped their partitions.
	 */
	void retryStopped() {
		for (PartitionProgress progress : List.copyOf(this.partitions.values())) {
			Shipment shipment = new Shipment(0);
			progress.unblock().forEach((blocked) -> shipment.add(blocked.record(), blocked.segment()));
			if (shipment.size() > 0) {
				this.sender.send(shipment.retry());
			}
		}
	}

	/**
	 * Statistics of a lane.
	 *
	 * @param partitions the number of partitions that are assigned to the consumer
	 * @param paused the number of paused partitions
	 * @param inProgress the number of records in progress
	 * @param oldestTimestamp the lowest timestamp, across all partitions, of the first
	 * record in a partition's first segment in progress, or {@link Long#MAX_VALUE} if no
	 * segment is in progress
	 * @param stopped the partitions that are stopped by a rejected record
	 */
	record LaneStats(int partitions, int paused, int inProgress, long oldestTimestamp, List<StoppedPartition> stopped) {

		static final LaneStats NONE = new LaneStats(0, 0, 0, Long.MAX_VALUE, List.of());

	}

	/**
	 * Creates the sender of a lane.
	 */
	@FunctionalInterface
	interface SenderFactory {

		ShipmentSender create(Executor consumerThread);

	}

}
