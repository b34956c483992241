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

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.ByteBudget.Share;

/**
 * The records of one pipe: the open batch, and the sealed ones. All of it is guarded by
 * one lock, under which nothing is done but copying bytes and counting.
 */
final class PipeBuffer {

	private final BufferContext context;

	private final Share share;

	private final BufferLock lock = new BufferLock();

	private final BatchQueue queue;

	private final PipeLedger ledger = new PipeLedger();

	private final WakeRule wakeRule = new WakeRule();

	private @Nullable Batch open;

	/**
	 * How many batches were opened. They are ordered by it, so that none is older than
	 * one before it.
	 */
	private long opened;

	private boolean closed;

	private boolean retired;

	/**
	 * Whether a batch was opened since {@link #wasUsed()} asked.
	 */
	private boolean used = true;

	private volatile int maxBatchSize;

	/**
	 * How large the next batch will be, after the larger ones of the last.
	 */
	private volatile int expectedSize;

	PipeBuffer(BufferContext context, Share share) {
		this.context = context;
		this.share = share;
		this.queue = new BatchQueue(context.settings().strict());
		this.maxBatchSize = context.settings().maxBatchSize();
	}

	/**
	 * Add a record whose bytes were reserved. If this fails, nothing has changed.
	 * @param paid whether the room for a batch was reserved, too
	 */
	Appended append(byte[] source, int offset, int length, @Nullable Completion completion, boolean paid) {
		this.lock.lock();
		try {
			if (this.closed) {
				return Appended.REFUSED;
			}
			Batch batch = this.open;
			if (batch != null && hasRoom(batch, length)) {
				Appended appended = Appended.of(false, this.wakeRule.wakes(false, isFull(batch.count() + 1)));
				batch.append(source, offset, length, completion);
				return appended;
			}
			StackRoom.ensure();
			if (!paid && !this.context.budget().tryReserveBatch(this.share)) {
				return Appended.NO_ROOM;
			}
			Batch next = null;
			try {
				next = this.context.batches().open(source, offset, length, completion, this.expectedSize);
			}
			finally {
				if (next == null && !paid) {
					this.context.budget().giveBack(this.share, this.context.budget().batchCharge());
				}
			}
			seal(SealCause.SIZE);
			next.number(this.opened++);
			this.open = next;
			this.used = true;
			return Appended.of(true, this.wakeRule.wakes(true, batch != null || isFull(next)));
		}
		finally {
			this.lock.state = BufferLock.UNLOCKED;
		}
	}

	/**
	 * Add batches that are complete and whose bytes were reserved, all of them or none.
	 * @return whether they were added: they are not if the buffer is closed
	 */
	boolean addAll(List<Batch> batches) {
		return read((ledger) -> {
			if (this.closed) {
				return false;
			}
			if (this.context.settings().strict()) {
				seal(SealCause.FLUSH);
			}
			for (Batch batch : batches) {
				this.ledger.sealed((isFull(batch)) ? SealCause.COUNT : SealCause.FLUSH);
				batch.number(this.opened++);
				enqueue(batch);
			}
			this.used = true;
			return true;
		});
	}

	private boolean hasRoom(Batch batch, int length) {
		return !isFull(batch) && batch.size() + length + PublisherSettings.SEPARATOR <= this.maxBatchSize;
	}

	private boolean isFull(Batch batch) {
		return isFull(batch.count());
	}

	private boolean isFull(int records) {
		return records >= this.context.settings().maxBatchRecords();
	}

	/**
	 * Seal what is open.
	 * @param cause why, unless it is full
	 */
	private void seal(SealCause cause) {
		Batch batch = this.open;
		if (batch != null) {
			this.ledger.sealed((isFull(batch)) ? SealCause.COUNT : cause);
			this.expectedSize = Math.max(batch.size(), this.expectedSize - this.expectedSize / 16);
			enqueue(batch);
			this.open = null;
		}
	}

	private void enqueue(Batch batch) {
		batch.seal(this.context.batches().chunks());
		this.ledger.accepted(batch.remaining());
		this.queue.add(batch);
		this.queue.trimNewest(this.context.batches().chunks());
	}

	/**
	 * Take the next batch that may be sent now.
	 * @param now the time
	 * @param hurry whether to take an open batch that has not lingered enough
	 * @return a batch, or {@code null} if there is none
	 */
	@Nullable Batch take(long now, boolean hurry) {
		this.lock.lock();
		try {
			Batch batch = this.queue.take(now);
			Batch last = this.open;
			if (batch != null || last == null || !this.queue.admitsNext()) {
				return batch;
			}
			if (!hurry && !this.context.linger().isOver(now - last.openedAt(), isFull(last))) {
				return null;
			}
			seal((hurry) ? SealCause.FLUSH : SealCause.LINGER);
			return this.queue.take(last);
		}
		finally {
			this.lock.state = BufferLock.UNLOCKED;
		}
	}

	/**
	 * Take the oldest batch that has been held for too long, also the open one.
	 */
	@Nullable Batch takeExpired(long now) {
		return this.<@Nullable Batch>read((ledger) -> {
			long timeout = this.context.settings().deliveryTimeout().toNanos();
			if (this.open != null && now - this.open.openedAt() >= timeout) {
				seal(SealCause.LINGER);
			}
			Batch oldest = this.queue.oldest();
			return (oldest != null && now - oldest.openedAt() >= timeout) ? this.queue.takeOldest() : null;
		});
	}

	@Nullable Batch takeUnretried() {
		return this.<@Nullable Batch>read((ledger) -> this.queue.takeUnretried());
	}

	/**
	 * Take the oldest batch that is full or was sealed.
	 */
	@Nullable Batch takeOldest() {
		return this.<@Nullable Batch>read((ledger) -> {
			if (this.open != null && isFull(this.open)) {
				seal(SealCause.COUNT);
			}
			return this.queue.takeOldest();
		});
	}

	/**
	 * Put a taken batch back where it belongs by its age.
	 */
	void giveBack(Batch batch) {
		inLock((ledger) -> this.queue.giveBack(batch));
	}

	/**
	 * Count records of a taken batch that have ended.
	 * @return whether all of them have
	 */
	boolean ended(Batch batch, int records, RecordState state) {
		return read((ledger) -> {
			batch.settled(records);
			ledger.ended(state, records);
			batch.flushMark().ended(state, records);
			if (batch.remaining() == 0) {
				this.queue.ended(batch);
			}
			return batch.remaining() == 0;
		});
	}

	/**
	 * Count records that never got into a batch, and return whether they were counted:
	 * they are not if the pipe was forgotten.
	 */
	boolean endedAtOnce(int records, RecordState state) {
		return read((ledger) -> {
			ledger.accepted((this.retired) ? 0 : records);
			ledger.ended(state, (this.retired) ? 0 : records);
			return !this.retired;
		});
	}

	/**
	 * Seal what is open.
	 */
	void flush() {
		inLock((ledger) -> seal(SealCause.FLUSH));
	}

	/**
	 * Return when the sender is to look again.
	 * @see BatchSource#nextDue
	 */
	long nextDue(long now, boolean sendable, long anyway, boolean more) {
		long linger = this.context.linger().nanos();
		return read((ledger) -> this.wakeRule.looksAgain(untilDue(now, sendable), sendable, (more) ? linger : anyway,
				linger));
	}

	/**
	 * Return when the oldest batch has expired and, if one may be sent, when the open
	 * batch has lingered or a queued one has waited.
	 */
	private long untilDue(long now, boolean sendable) {
		long wait = Long.MAX_VALUE;
		long timeout = this.context.settings().deliveryTimeout().toNanos();
		if (this.open != null) {
			long age = now - this.open.openedAt();
			boolean next = sendable && this.queue.admitsNext();
			wait = (next) ? this.context.linger().untilOver(age, isFull(this.open)) : timeout - age;
		}
		return Math.min(wait, this.queue.untilDue(now, sendable, timeout));
	}

	/**
	 * End the waits of all batches.
	 */
	void hasten(long now) {
		inLock((ledger) -> this.queue.hasten(now));
	}

	/**
	 * Take records no longer, or again.
	 */
	void close(boolean closed) {
		inLock((ledger) -> this.closed = closed);
	}

	/**
	 * The pipe is forgotten: nothing is held, and nothing can be reserved any more. Its
	 * counts are added to a sum, once.
	 */
	void retire(PipeLedger sum) {
		inLock((ledger) -> {
			if (!this.retired) {
				this.retired = true;
				sum.add(ledger);
			}
		});
	}

	/**
	 * Return whether there is a batch to take that is full or was sealed.
	 */
	boolean hasWaiting() {
		return read((ledger) -> this.queue.waiting() > 0 || (this.open != null && isFull(this.open)));
	}

	boolean isRetired() {
		return read((ledger) -> this.retired);
	}

	boolean isEmpty() {
		return read((ledger) -> this.open == null && this.queue.isEmpty());
	}

	/**
	 * Return whether a batch was opened since the last call.
	 */
	boolean wasUsed() {
		return read((ledger) -> {
			boolean used = this.used;
			this.used = false;
			return used;
		});
	}

	int maxBatchSize() {
		return this.maxBatchSize;
	}

	void maxBatchSize(int bytes) {
		this.maxBatchSize = bytes;
	}

	/**
	 * See to it that the next batch can be opened where records are published.
	 */
	void prepareNext() {
		this.context.batches().chunks().provide(this.expectedSize);
	}

	void inLock(Consumer<PipeLedger> action) {
		this.<@Nullable Void>read((ledger) -> {
			action.accept(ledger);
			return null;
		});
	}

	<T extends @Nullable Object> T read(Function<PipeLedger, T> reader) {
		this.lock.lock();
		try {
			return reader.apply(this.ledger);
		}
		finally {
			this.lock.state = BufferLock.UNLOCKED;
		}
	}

	/**
	 * Count the records that are held. Call it within {@link #read}.
	 */
	long held() {
		return this.queue.held() + openRecords();
	}

	/**
	 * Count the records that the ledger does not have yet. Call it within {@link #read}.
	 */
	long openRecords() {
		return (this.open != null) ? this.open.count() : 0;
	}

	/**
	 * Return when the oldest held record was accepted. Call it within {@link #read}.
	 */
	long oldest(long now) {
		return Math.max(this.queue.age(now), (this.open != null) ? now - this.open.openedAt() : 0);
	}

}
