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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The records of one pipe: the open batch, the sealed ones that wait for the sender, and
 * those that the sender has taken. All of it is guarded by one lock, under which nothing
 * is done but copying bytes and counting.
 */
final class PipeBuffer {

	private static final int SPINS = 64;

	/**
	 * How many sealed batches may wait with unused room. More of them wait only if the
	 * service does not take them, and they may get many.
	 */
	private static final int MAX_UNTRIMMED = 4;

	/**
	 * With less, to look again instead of being woken could make a batch late.
	 */
	private static final long MIN_LINGER_TO_LOOK = Duration.ofMillis(5).toNanos();

	private final PublisherSettings settings;

	private final ChunkPool pool;

	private final ReentrantLock lock = new ReentrantLock();

	private final BatchQueue queue;

	private final List<Batch> taken = new ArrayList<>();

	private final PipeLedger ledger = new PipeLedger();

	private final Deque<FlushMark> flushMarks = new ArrayDeque<>();

	private @Nullable Chunk open;

	private long openedAt;

	private long sealed;

	private boolean closed;

	private boolean wakeWhenOpened = true;

	private boolean wakeWhenSealed = true;

	private volatile int maxBatchSize;

	/**
	 * How large the next batch will be, after the larger ones of the last.
	 */
	private volatile int expectedSize;

	PipeBuffer(PublisherSettings settings, ChunkPool pool) {
		this.settings = settings;
		this.pool = pool;
		this.queue = new BatchQueue(settings.strict());
		this.maxBatchSize = settings.maxBatchSize();
		this.flushMarks.add(new FlushMark());
	}

	/**
	 * Add a record whose bytes were reserved.
	 */
	Appended append(byte[] source, int offset, int length, @Nullable Completion completion, EventLoop loop) {
		lock();
		try {
			if (this.closed) {
				return Appended.REFUSED;
			}
			boolean sealed = false;
			boolean opened = false;
			if (this.open != null && this.open.size() + length + PublisherSettings.SEPARATOR > this.maxBatchSize) {
				seal(SealCause.SIZE);
				sealed = true;
			}
			Chunk chunk = this.open;
			if (chunk == null) {
				chunk = this.pool.take(this.expectedSize);
				this.open = chunk;
				this.openedAt = loop.nanoTime();
				opened = true;
			}
			chunk.append(source, offset, length, completion);
			this.ledger.accepted();
			if (chunk.count() == this.settings.maxBatchRecords()) {
				seal(SealCause.COUNT);
				sealed = true;
			}
			boolean wake = (sealed && this.wakeWhenSealed) || (opened && this.wakeWhenOpened);
			return (wake) ? Appended.BUFFERED_TO_SEND : Appended.BUFFERED;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The lock is held for far less time than a thread needs to park.
	 */
	private void lock() {
		for (int i = 0; i < SPINS; i++) {
			if (this.lock.tryLock()) {
				return;
			}
			Thread.onSpinWait();
		}
		this.lock.lock();
	}

	private void seal(SealCause cause) {
		if (this.open != null) {
			Batch batch = close(this.open, cause);
			if (this.queue.size() >= MAX_UNTRIMMED) {
				batch.trim(this.pool);
			}
			this.queue.add(batch);
			this.open = null;
		}
	}

	private Batch close(Chunk chunk, SealCause cause) {
		FlushMark mark = this.flushMarks.getLast();
		mark.opened(chunk.count());
		this.ledger.sealed(cause);
		this.expectedSize = Math.max(chunk.size(), this.expectedSize - this.expectedSize / 16);
		return new Batch(this.sealed++, chunk, this.openedAt, mark);
	}

	/**
	 * Take the next batch that may be sent now.
	 * @param now the time
	 * @param hurry whether to take an open batch that has not lingered enough
	 * @return a batch, or {@code null} if there is none
	 */
	@Nullable Batch take(long now, boolean hurry) {
		lock();
		try {
			Batch batch = this.queue.take(now);
			if (batch == null && this.open != null && (this.queue.isEmpty() || !this.settings.strict())
					&& (hurry || now - this.openedAt >= this.settings.linger().toNanos())) {
				batch = close(this.open, (hurry) ? SealCause.FLUSH : SealCause.LINGER);
				this.open = null;
			}
			return taken(batch);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Batch taken(@Nullable Batch batch) {
		if (batch != null) {
			this.taken.add(batch);
		}
		return batch;
	}

	/**
	 * Take the oldest batch that has been held for too long, also the open one.
	 */
	@Nullable Batch takeExpired(long now) {
		lock();
		try {
			long timeout = this.settings.deliveryTimeout().toNanos();
			if (this.open != null && now - this.openedAt >= timeout) {
				seal(SealCause.LINGER);
			}
			Batch oldest = this.queue.oldest();
			return (oldest != null && now - oldest.openedAt() >= timeout) ? taken(this.queue.takeOldest()) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take the oldest sealed batch.
	 */
	@Nullable Batch takeOldest() {
		lock();
		try {
			return taken(this.queue.takeOldest());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Put a taken batch back where it belongs by its age.
	 */
	void giveBack(Batch batch) {
		lock();
		try {
			this.taken.remove(batch);
			this.queue.giveBack(batch);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Count records of a taken batch that have ended.
	 */
	void ended(Batch batch, int records, RecordState state) {
		CompletableFuture<Void> flushed;
		lock();
		try {
			batch.settled(records);
			this.ledger.ended(state, records);
			if (batch.remaining() == 0) {
				this.taken.remove(batch);
			}
			flushed = batch.flushMark().ended(state, records);
		}
		finally {
			this.lock.unlock();
		}
		if (flushed != null) {
			flushed.complete(null);
		}
	}

	/**
	 * Count a record that never got into a batch.
	 */
	void droppedAtOnce() {
		lock();
		try {
			this.ledger.accepted();
			this.ledger.ended(RecordState.DROPPED, 1);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Seal what is open, and return what waits for all records that have not ended.
	 */
	FlushTicket flush() {
		lock();
		try {
			seal(SealCause.FLUSH);
			this.flushMarks.removeIf((mark) -> mark.open() == 0);
			List<FlushMark> marks = new ArrayList<>(this.flushMarks);
			this.flushMarks.addLast(new FlushMark());
			FlushResult before = FlushTicket.sum(marks);
			return new FlushTicket(this, marks, before.delivered(), before.undelivered());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return when the sender should look again. Where it does so early enough, it is not
	 * woken for a new batch: that would cost the one who publishes more than all else.
	 * @param now the time
	 * @param sendable whether a batch may be sent; if not, it looks as soon as one may
	 * @param tick in how many nanoseconds the sender would look though nothing is held
	 * @return the wait in nanoseconds, or {@link Long#MAX_VALUE} if it need not look
	 */
	long nextDue(long now, boolean sendable, long tick) {
		lock();
		try {
			long patience = this.settings.linger().toNanos();
			patience = (patience >= MIN_LINGER_TO_LOOK) ? patience : -1;
			long wait = untilDue(now, sendable);
			wait = (wait == Long.MAX_VALUE && tick <= patience) ? tick : wait;
			this.wakeWhenSealed = sendable || wait == Long.MAX_VALUE;
			this.wakeWhenOpened = this.wakeWhenSealed && wait > patience;
			return wait;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return when the oldest batch has expired and, if one may be sent, when the open
	 * batch has lingered or a queued one has waited.
	 */
	private long untilDue(long now, boolean sendable) {
		long wait = Long.MAX_VALUE;
		long timeout = this.settings.deliveryTimeout().toNanos();
		if (this.open != null) {
			boolean next = this.queue.isEmpty() || !this.settings.strict();
			long due = (sendable && next) ? this.settings.linger().toNanos() : timeout;
			wait = due - (now - this.openedAt);
		}
		Batch oldest = this.queue.oldest();
		if (oldest != null) {
			wait = Math.min(wait, timeout - (now - oldest.openedAt()));
		}
		return (sendable) ? Math.min(wait, this.queue.untilSendable(now)) : wait;
	}

	/**
	 * End the waits of all batches.
	 */
	void hasten(long now) {
		inLock((ledger) -> this.queue.hasten(now));
	}

	void close() {
		inLock((ledger) -> this.closed = true);
	}

	void reopen() {
		inLock((ledger) -> this.closed = false);
	}

	boolean isEmpty() {
		return read((ledger) -> this.open == null && this.queue.isEmpty() && this.taken.isEmpty());
	}

	void maxBatchSize(int bytes) {
		this.maxBatchSize = bytes;
	}

	int expectedSize() {
		return this.expectedSize;
	}

	void inLock(Consumer<PipeLedger> action) {
		lock();
		try {
			action.accept(this.ledger);
		}
		finally {
			this.lock.unlock();
		}
	}

	<T> T read(Function<PipeLedger, T> reader) {
		lock();
		try {
			return reader.apply(this.ledger);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Count the records that are held. Call it within {@link #read}.
	 */
	long held() {
		long held = this.queue.held() + ((this.open != null) ? this.open.count() : 0);
		for (Batch batch : this.taken) {
			held += batch.remaining();
		}
		return held;
	}

	/**
	 * Return when the oldest held record was accepted. Call it within {@link #read}.
	 */
	long oldest(long now) {
		long age = Math.max(this.queue.age(now), (this.open != null) ? now - this.openedAt : 0);
		for (Batch batch : this.taken) {
			age = Math.max(age, now - batch.openedAt());
		}
		return age;
	}

}
