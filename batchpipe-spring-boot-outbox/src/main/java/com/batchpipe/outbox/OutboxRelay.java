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

package com.batchpipe.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

import com.batchpipe.client.RawJson;
import com.batchpipe.outbox.RelaySchedule.Task;
import com.batchpipe.outbox.RelaySchedule.Task.Kind;
import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchPipePublisherException;
import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.BatchResult.Undelivered;
import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.RecordTooLargeException;
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Claims rows, sends them, and deletes them or sets them aside, all in one transaction
 * that lasts until the publisher has returned the result. Several workers run it at the
 * same time.
 */
final class OutboxRelay {

	private static final long MIN_WAIT = Duration.ofMillis(100).toNanos();

	private static final long RETRY_DELAY = Duration.ofSeconds(1).toNanos();

	private static final Duration MIN_BACKOFF = Duration.ofMillis(200);

	private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

	private final OutboxSettings settings;

	private final OutboxTable table;

	private final SetAsideTable setAside;

	private final TransactionOperations transactions;

	private final BatchPipePublisher publisher;

	private final RelayQueue queue;

	private final Backlog backlog;

	private final ClaimPositions positions;

	private final RelayCounts counts;

	private final RelayLog log;

	private final Clock clock;

	private final DatabaseBackoff databaseBackoff = new DatabaseBackoff(MIN_BACKOFF, MAX_BACKOFF);

	OutboxRelay(OutboxSettings settings, OutboxTable table, SetAsideTable setAside, TransactionOperations transactions,
			BatchPipePublisher publisher, RelayQueue queue, Backlog backlog, ClaimPositions positions,
			RelayCounts counts, RelayLog log, Clock clock) {
		this.settings = settings;
		this.table = table;
		this.setAside = setAside;
		this.transactions = transactions;
		this.publisher = publisher;
		this.queue = queue;
		this.backlog = backlog;
		this.positions = positions;
		this.counts = counts;
		this.log = log;
		this.clock = clock;
	}

	/**
	 * Work until the queue is closed or the thread is interrupted.
	 */
	void work() {
		try {
			Task task = this.queue.take();
			while (task != null) {
				if (task.kind() == Kind.POLL) {
					poll();
				}
				else {
					ship(task.pipeId());
				}
				task = this.queue.take();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Find pipes with rows of which the relay was not notified, for example those written
	 * by other instances or by an earlier run of this instance.
	 */
	private void poll() {
		try {
			List<String> pipes = this.backlog.look();
			this.log.databaseWorks();
			this.databaseBackoff.reset();
			this.queue.tell((schedule) -> {
				pipes.forEach(schedule::offer);
				schedule.polled(!pipes.isEmpty(), this.backlog.isUnfinished(), System.nanoTime());
			});
		}
		catch (RuntimeException ex) {
			this.log.databaseFailed(ex);
			long wait = this.databaseBackoff.next();
			this.queue.tell((schedule) -> schedule.pollFailed(wait, System.nanoTime()));
		}
	}

	private void ship(String pipeId) throws InterruptedException {
		try {
			long start = System.nanoTime();
			Shipment shipment = this.transactions.execute((status) -> claimAndSend(pipeId));
			if (shipment != null) {
				release(pipeId, shipment);
			}
			this.log.databaseWorks();
			this.databaseBackoff.reset();
			settled(pipeId, shipment, System.nanoTime() - start);
		}
		catch (InterruptedShipmentException ex) {
			this.positions.includeAll(pipeId);
			this.queue.tell((schedule) -> schedule.returned(pipeId, MIN_WAIT, System.nanoTime()));
			throw new InterruptedException();
		}
		catch (DataAccessException | TransactionException | OutboxDatabaseException ex) {
			this.positions.includeAll(pipeId);
			this.log.databaseFailed(ex);
			long wait = this.databaseBackoff.next();
			this.queue.tell((schedule) -> schedule.failed(pipeId, RelayPause.DATABASE, wait, System.nanoTime()));
		}
		catch (RuntimeException | Error ex) {
			this.positions.includeAll(pipeId);
			this.log.sendFailed(ex);
			this.queue.tell((schedule) -> schedule.returned(pipeId, RETRY_DELAY, System.nanoTime()));
		}
	}

	/**
	 * Make rows available again: those that were returned, and those that a claim locked
	 * but did not read because the claim had reached its maximum size.
	 */
	private void release(String pipeId, Shipment shipment) {
		ClaimedRows claimed = shipment.claimed();
		boolean unread = claimed.full() && claimed.records().size() < this.settings.maxClaimRecords();
		if (!shipment.result().isComplete()) {
			this.positions.include(pipeId, claimed.records().get(0).id());
		}
		else if (unread) {
			this.positions.include(pipeId, claimed.last().id());
		}
		if (unread) {
			this.queue.tell((schedule) -> schedule.moreThanClaimed(pipeId));
		}
	}

	private @Nullable Shipment claimAndSend(String pipeId) {
		this.table.findByKey();
		ClaimedRows claimed = claim(pipeId);
		if (claimed.isEmpty()) {
			return null;
		}
		if (claimed.full()) {
			this.queue.tell((schedule) -> schedule.moreThanClaimed(pipeId));
		}
		Shipment shipment = new Shipment(claimed, send(pipeId, claimed.records()));
		this.table.delete(pipeId, shipment.ended());
		for (Undelivered undelivered : shipment.rejected()) {
			this.setAside.insert(claimed.records(), undelivered);
		}
		return shipment;
	}

	private ClaimedRows claim(String pipeId) {
		int limit = this.settings.maxClaimRecords();
		long maxBytes = this.settings.maxClaimBytes();
		if (this.settings.inOrder()) {
			return this.table.claimInOrder(pipeId, limit, maxBytes);
		}
		ClaimPositions.Claim claim = this.positions.begin(pipeId);
		try {
			ClaimedRows claimed = this.table.claim(pipeId, claim.from(), limit, maxBytes);
			if (!claimed.isEmpty()) {
				this.positions.locked(claim, claimed.last().id());
			}
			return claimed;
		}
		finally {
			this.positions.end(claim);
		}
	}

	private BatchResult send(String pipeId, List<OutboxRecord> records) {
		BatchOptions options = BatchOptions.none()
			.withoutUndeliveredRecordHandler()
			.withoutRetries()
			.withRecordIds((index) -> records.get(index).id());
		List<RawJson> json = records.stream().map((record) -> RawJson.of(record.json())).toList();
		try {
			return this.publisher.sendBatch(pipeId, json, options).get();
		}
		catch (RecordTooLargeException | IllegalArgumentException ex) {
			return sendParts(pipeId, records, ex);
		}
		catch (BatchPipePublisherException ex) {
			// The buffer is full or the publisher is stopped.
			return returned(pipeId, records);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof BatchPipePublisherException) {
				return returned(pipeId, records);
			}
			throw new IllegalStateException("The publisher failed", ex.getCause());
		}
		catch (InterruptedException ex) {
			throw new InterruptedShipmentException();
		}
	}

	/**
	 * Send the records in halves to find those that the publisher does not accept, for
	 * example because an instance with a different limit has written them or because they
	 * were inserted manually. If some of the first half are returned, the second half is
	 * not sent, because its records would arrive first.
	 */
	private BatchResult sendParts(String pipeId, List<OutboxRecord> records, RuntimeException cause) {
		if (records.size() == 1) {
			UndeliveredReason reason = (cause instanceof RecordTooLargeException) ? UndeliveredReason.TOO_LARGE
					: UndeliveredReason.INVALID;
			return new BatchResult(pipeId, 0, List.of(new Undelivered(0, 1, reason, null)));
		}
		int half = records.size() / 2;
		BatchResult first = send(pipeId, records.subList(0, half));
		List<OutboxRecord> rest = records.subList(half, records.size());
		BatchResult second = (first.retryAfter() != null) ? returned(pipeId, rest) : send(pipeId, rest);
		return Shipment.join(first, second, half);
	}

	private static BatchResult returned(String pipeId, List<OutboxRecord> records) {
		return new BatchResult(pipeId, 0, List.of(new Undelivered(0, records.size(), UndeliveredReason.RETURNED, null)),
				Duration.ZERO);
	}

	/**
	 * Update the schedule and the counts after the commit.
	 */
	private void settled(String pipeId, @Nullable Shipment shipment, long nanos) {
		if (shipment == null) {
			this.queue.tell((schedule) -> schedule.done(pipeId));
			return;
		}
		this.counts.add(pipeId, shipment, Duration.ofNanos(nanos), this.clock.instant());
		shipment.rejected().forEach((part) -> this.log.setAside(pipeId, part));
		long now = System.nanoTime();
		Duration retryAfter = shipment.result().retryAfter();
		if (retryAfter == null) {
			this.queue.tell((schedule) -> schedule.done(pipeId));
			return;
		}
		long wait = Math.max(MIN_WAIT, retryAfter.toNanos());
		if (shipment.hasNoResponse() && !isPausedForAnotherReason(pipeId)) {
			this.queue.tell((schedule) -> schedule.failed(pipeId, RelayPause.UNREACHABLE, wait, now));
		}
		else {
			this.queue.tell((schedule) -> schedule.returned(pipeId, wait, now));
		}
	}

	/**
	 * Return whether the pipe is paused for a reason other than an outage. Such a pause
	 * does not mean that BatchPipe is unreachable.
	 */
	private boolean isPausedForAnotherReason(String pipeId) {
		PipeStats stats = this.publisher.stats(pipeId);
		PauseCause pause = (stats != null) ? stats.pause() : null;
		return pause != null && pause != PauseCause.OUTAGE;
	}

	/**
	 * Thrown when a worker is interrupted, to roll back its transaction so that the rows
	 * remain in the table.
	 */
	private static final class InterruptedShipmentException extends RuntimeException {

		InterruptedShipmentException() {
			super(null, null, false, false);
		}

	}

}
