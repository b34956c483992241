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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import com.batchpipe.client.LogInterval;
import com.batchpipe.client.RawJson;
import com.batchpipe.kafka.PartitionProgress.Blocked;
import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.BatchResult.Undelivered;
import com.batchpipe.publisher.BufferFullException;
import com.batchpipe.publisher.PublisherClosedException;
import com.batchpipe.publisher.RecordTooLargeException;
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Passes shipments to the publisher and updates the progress of their records with its
 * results. A record that is not delivered for a reason unrelated to the record itself is
 * retried. Used on the thread of the consumer.
 */
final class ShipmentSender {

	private static final Log logger = LogFactory.getLog(BatchPipeRoute.class);

	private static final long RETRY_DELAY = Duration.ofMillis(500).toNanos();

	/**
	 * Short enough for draining, and long enough to find an invalid record even if some
	 * requests fail. If records are returned during the search, the search starts again.
	 */
	private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(5);

	private final RouteSettings settings;

	private final BatchPipePublisher publisher;

	private final RecordPreparation preparation;

	private final RouteCounts counts;

	private final RouteTracing tracing;

	private final @Nullable DeadLetterQueue deadLetters;

	private final Executor consumerThread;

	private final LogInterval unexpectedFailures = new LogInterval(System.nanoTime());

	/**
	 * The shipments that the publisher has not accepted.
	 */
	private final Deque<Shipment> waiting = new ArrayDeque<>();

	/**
	 * The shipments that the publisher has returned and that are retried later.
	 */
	private final Deque<Shipment> returned = new ArrayDeque<>();

	ShipmentSender(RouteSettings settings, BatchPipePublisher publisher, RecordPreparation preparation,
			RouteCounts counts, RouteTracing tracing, @Nullable DeadLetterQueue deadLetters, Executor consumerThread) {
		this.settings = settings;
		this.publisher = publisher;
		this.preparation = preparation;
		this.counts = counts;
		this.tracing = tracing;
		this.deadLetters = deadLetters;
		this.consumerThread = consumerThread;
	}

	/**
	 * Return whether there are shipments that the publisher has not accepted.
	 */
	boolean isWaiting() {
		return !this.waiting.isEmpty();
	}

	/**
	 * Return whether this pipe or all pipes are paused.
	 */
	boolean isPipePaused() {
		var stats = this.publisher.stats(this.settings.pipeId());
		return stats != null && stats.pause() != null;
	}

	/**
	 * Send the shipments that are due.
	 */
	void sendWaiting(long nanoTime) {
		if (this.deadLetters != null) {
			this.deadLetters.send(nanoTime);
		}
		if (sendDue(this.waiting, nanoTime)) {
			sendDue(this.returned, nanoTime);
		}
	}

	/**
	 * Send the shipments of a queue that are due.
	 * @return {@code false} if the publisher does not accept shipments at the moment
	 */
	private boolean sendDue(Deque<Shipment> queue, long nanoTime) {
		int size = queue.size();
		for (int i = 0; i < size; i++) {
			Shipment next = queue.remove();
			if (!next.isDue(nanoTime)) {
				queue.add(next);
			}
			else if (!send(next)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Send a shipment.
	 * @return {@code false} if the publisher does not accept shipments at the moment
	 */
	boolean send(Shipment shipment) {
		Shipment next = shipment;
		while (next != null) {
			List<RawJson> records = prepare(next);
			if (records.isEmpty()) {
				next = next.rest();
				continue;
			}
			CompletableFuture<BatchResult> result;
			try {
				result = this.publisher.sendBatch(this.settings.pipeId(), records, options(next));
			}
			catch (IllegalArgumentException | RecordTooLargeException ex) {
				next = refused(next, ex);
				continue;
			}
			catch (BufferFullException ex) {
				this.waiting.add(next);
				return false;
			}
			catch (PublisherClosedException ex) {
				this.waiting.add(next.delay(RETRY_DELAY));
				return false;
			}
			catch (RuntimeException ex) {
				logUnexpected(ex);
				this.waiting.add(next.retry().delay(RETRY_DELAY));
				return false;
			}
			accepted(next, result);
			return true;
		}
		return true;
	}

	private BatchOptions options(Shipment shipment) {
		return BatchOptions.none()
			.withoutUndeliveredRecordHandler()
			.withRetryTimeout(RETRY_TIMEOUT)
			.withRecordIds((index) -> this.settings.recordIds().id(shipment.record(index)));
	}

	private void accepted(Shipment shipment, CompletableFuture<BatchResult> result) {
		shipment.forEachSegment(0, shipment.size(), (segment, count) -> segment.partition().inFlight(count));
		if (shipment.isRetried()) {
			this.counts.retried.add(shipment.size());
		}
		Runnable trace = this.tracing.shipped(this.settings.name(), this.settings.pipeId(), shipment.records());
		result.whenComplete((end, failure) -> {
			this.consumerThread.execute(() -> ended(shipment, end, failure));
			trace.run();
		});
	}

	/**
	 * Create the JSON of the records, and remove from the shipment those that are not
	 * sent.
	 */
	private List<RawJson> prepare(Shipment shipment) {
		List<RawJson> prepared = new ArrayList<>(shipment.size());
		shipment.keepIf((record, segment) -> {
			if (segment.partition().isRevoked()) {
				return false;
			}
			try {
				RawJson json = this.preparation.prepare(record);
				if (json == null) {
					segment.settle(record);
					this.counts.skipped.increment();
					return false;
				}
				prepared.add(json);
				return true;
			}
			catch (RejectedRecordException ex) {
				segment.remains(record);
				reject(record, segment, ex);
				return false;
			}
		});
		return prepared;
	}

	/**
	 * Find the record that made the publisher reject the entire shipment.
	 * @return the shipment to send next, or {@code null} if there is none
	 */
	private @Nullable Shipment refused(Shipment shipment, RuntimeException cause) {
		if (shipment.size() > 1) {
			return shipment.firstHalf();
		}
		Segment segment = shipment.segment(0);
		segment.remains(shipment.record(0));
		reject(shipment.record(0), segment, RejectedRecordException.notAccepted(cause));
		return shipment.rest();
	}

	private void logUnexpected(@Nullable Throwable failure) {
		if (this.unexpectedFailures.isDue(System.nanoTime())) {
			logger.error("Route '" + this.settings.name() + "' failed to send records and will retry", failure);
		}
	}

	private void ended(Shipment shipment, @Nullable BatchResult result, @Nullable Throwable failure) {
		shipment.forEachSegment(0, shipment.size(), (segment, count) -> segment.partition().inFlight(-count));
		if (result == null) {
			logUnexpected(failure);
			retryLater(shipment, RETRY_DELAY);
			return;
		}
		int index = 0;
		boolean decided = result.delivered() > 0
				|| result.undelivered().stream().anyMatch((part) -> isRejected(part, false));
		Shipment again = new Shipment(0);
		for (Undelivered part : result.undelivered()) {
			delivered(shipment, index, part.from());
			undelivered(shipment, part, isRejected(part, !decided), again);
			index = part.to();
		}
		delivered(shipment, index, shipment.size());
		if (again.size() > 0) {
			retryLater(again.before(shipment.rest()), retryDelay(result));
		}
		else if (shipment.rest() != null) {
			send(shipment.rest());
		}
	}

	/**
	 * Return how long to wait before a retry: the backoff after a failed request, the
	 * remaining time of a pause, or a short time if the records were returned for another
	 * reason, for example because the publisher is being stopped.
	 */
	private static long retryDelay(BatchResult result) {
		Duration retryAfter = result.retryAfter();
		return (retryAfter != null && !retryAfter.isZero()) ? retryAfter.toNanos() : RETRY_DELAY;
	}

	private void delivered(Shipment shipment, int from, int to) {
		if (!shipment.isRetried()) {
			shipment.forEachSegment(from, to, (segment, count) -> {
				if (!segment.partition().isRevoked()) {
					segment.settle(count);
					this.counts.delivered.add(count);
				}
			});
			return;
		}
		for (int i = from; i < to; i++) {
			if (!shipment.segment(i).partition().isRevoked()) {
				shipment.segment(i).settle(shipment.record(i));
				this.counts.delivered.increment();
			}
		}
	}

	private void undelivered(Shipment shipment, Undelivered part, boolean rejected, Shipment again) {
		for (int i = part.from(); i < part.to(); i++) {
			ConsumerRecord<byte[], byte[]> record = shipment.record(i);
			Segment segment = shipment.segment(i);
			if (segment.partition().isRevoked()) {
				continue;
			}
			segment.remains(record);
			if (rejected) {
				reject(record, segment,
						RejectedRecordException.refused(this.settings.pipeId(), part.reason(), part.status()));
			}
			else {
				again.add(record, segment);
			}
		}
	}

	/**
	 * Return whether the records were rejected. Records for an unknown pipe are retried,
	 * because the records are not the cause. Undecided records are retried if other
	 * records of their shipment were delivered or rejected.
	 */
	private static boolean isRejected(Undelivered part, boolean undecided) {
		return (part.reason() == UndeliveredReason.UNDECIDED) ? undecided : part.reason().isPermanentRejection();
	}

	private void reject(ConsumerRecord<byte[], byte[]> record, Segment segment, RejectedRecordException cause) {
		Blocked blocked = new Blocked(record, segment, cause);
		if (this.deadLetters != null) {
			this.deadLetters.add(blocked);
			return;
		}
		if (segment.partition().blocked() == null) {
			logger.error("Route '" + this.settings.name() + "' stopped partition " + record.topic() + "-"
					+ record.partition() + " at offset " + record.offset() + ": " + cause.getMessage()
					+ ". Set a dead-letter topic and restart, or correct the cause and retry the record");
		}
		segment.partition().block(blocked);
	}

	private void retryLater(Shipment shipment, long nanos) {
		this.returned.add(shipment.retry().delay(nanos));
	}

}
