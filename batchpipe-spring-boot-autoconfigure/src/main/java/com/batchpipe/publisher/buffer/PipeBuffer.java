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

package com.batchpipe.publisher.buffer;

import java.util.List;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.Completion;
import com.batchpipe.publisher.batch.SealCause;
import com.batchpipe.publisher.buffer.ByteBudget.Share;
import com.batchpipe.publisher.delivery.BatchSource;
import com.batchpipe.publisher.settings.PublisherSettings;
import com.batchpipe.publisher.thread.StackRoom;

/**
 * The buffered records of one pipe: the open batch and the sealed batches. Guarded by the
 * lock of the pipe's accounts, which is held only briefly.
 */
public final class PipeBuffer {

	private final BufferContext context;

	private final Share share;

	private final PipeAccounts accounts;

	private final BatchQueue queue;

	private final WakeRule wakeRule = new WakeRule();

	private @Nullable Batch open;

	/**
	 * The number of opened batches. A batch is not older than one with a lower number,
	 * except that the batches of a collection can be slightly older.
	 */
	private long opened;

	private boolean closed;

	/**
	 * Whether a batch has been opened since the last call to {@link #wasUsed()}.
	 */
	private boolean used = true;

	private volatile int maxBatchSize;

	/**
	 * The expected size of the next batch, based on the largest of the recent batches.
	 */
	private volatile int expectedSize;

	PipeBuffer(BufferContext context, Share share, PipeAccounts accounts) {
		this.context = context;
		this.share = share;
		this.accounts = accounts;
		this.queue = BatchQueue.create(context.settings().strict());
		this.maxBatchSize = context.settings().maxBatchSize();
	}

	/**
	 * Add a record whose bytes are reserved. If this fails, nothing has changed.
	 * @param paid whether the room for a batch is reserved as well
	 */
	AppendResult append(byte[] source, int offset, int length, @Nullable Completion completion, boolean paid) {
		this.accounts.lock();
		try {
			if (this.closed) {
				return AppendResult.REFUSED;
			}
			Batch batch = this.open;
			if (batch != null && !isFull(batch)
					&& batch.size() + length + PublisherSettings.SEPARATOR <= this.maxBatchSize) {
				AppendResult appended = AppendResult.of(false, this.wakeRule.wakes(false, isFull(batch.count() + 1)));
				batch.append(source, offset, length, completion);
				return appended;
			}
			StackRoom.ensure();
			if (!paid && !budget().tryReserveBatch(this.share)) {
				return AppendResult.NO_ROOM;
			}
			Batch next = null;
			try {
				next = this.context.batches().open(source, offset, length, completion, this.expectedSize);
			}
			finally {
				if (next == null && !paid) {
					budget().giveBack(this.share, budget().batchCharge());
				}
			}
			seal(SealCause.SIZE);
			next.number(this.opened++);
			this.open = next;
			this.used = true;
			return AppendResult.of(true, this.wakeRule.wakes(true, batch != null || isFull(next)));
		}
		finally {
			this.accounts.state = PipeAccounts.UNLOCKED;
		}
	}

	/**
	 * Add complete batches whose bytes are reserved, either all of them or none.
	 * @return whether they were added; they are not added if the buffer is closed
	 */
	boolean addAll(List<Batch> batches) {
		return this.accounts.read((ledger) -> {
			if (this.closed) {
				return false;
			}
			if (this.context.settings().strict()) {
				seal(SealCause.FLUSH);
			}
			for (Batch batch : batches) {
				this.accounts.sealed((isFull(batch)) ? SealCause.COUNT : SealCause.FLUSH);
				batch.number(this.opened++);
				enqueue(batch);
			}
			this.used = true;
			return true;
		});
	}

	private boolean isFull(Batch batch) {
		return isFull(batch.count());
	}

	private boolean isFull(int records) {
		return records >= this.context.settings().maxBatchRecords();
	}

	/**
	 * Seal the open batch, if there is one. Guarded by the lock.
	 * @param cause the cause, unless the batch is full
	 */
	void seal(SealCause cause) {
		Batch batch = this.open;
		if (batch != null) {
			this.accounts.sealed((isFull(batch)) ? SealCause.COUNT : cause);
			this.expectedSize = Math.max(batch.size(), this.expectedSize - this.expectedSize / 16);
			enqueue(batch);
			this.open = null;
		}
	}

	private void enqueue(Batch batch) {
		batch.seal(this.context.batches().chunks());
		this.accounts.accepted(batch.remaining());
		this.queue.add(batch);
		this.queue.trimNewest(this.context.batches().chunks());
	}

	/**
	 * Take the next batch that can be sent now.
	 * @param now the current time
	 * @param hurry whether to take an open batch whose linger is not over
	 * @return a batch, or {@code null} if there is none
	 */
	@Nullable Batch take(long now, boolean hurry) {
		this.accounts.lock();
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
			this.accounts.state = PipeAccounts.UNLOCKED;
		}
	}

	/**
	 * Take the oldest batch that has expired, even if it is still open.
	 */
	@Nullable Batch takeExpired(long now) {
		return this.accounts.<@Nullable Batch>read((ledger) -> {
			long timeout = this.context.settings().deliveryTimeout().toNanos();
			if (this.open != null && now - this.open.openedAt() >= timeout) {
				seal(SealCause.LINGER);
			}
			Batch oldest = this.queue.oldest();
			return (oldest != null && now - oldest.openedAt() >= timeout) ? this.queue.takeOldest() : null;
		});
	}

	/**
	 * Take the oldest batch that is full or sealed.
	 */
	@Nullable Batch takeOldest() {
		return this.accounts.<@Nullable Batch>read((ledger) -> {
			if (this.open != null && isFull(this.open)) {
				seal(SealCause.COUNT);
			}
			return this.queue.takeOldest();
		});
	}

	/**
	 * Return when the sender should check again: when the oldest batch expires or, if one
	 * can be sent, when the linger of the open batch or the wait of a sealed one is over.
	 * @see BatchSource#nextDue
	 */
	long nextDue(long now, boolean sendable, long anyway, boolean more) {
		Linger linger = this.context.linger();
		long timeout = this.context.settings().deliveryTimeout().toNanos();
		return this.accounts.read((ledger) -> {
			long due = this.queue.untilDue(now, sendable, timeout);
			if (this.open != null) {
				long age = now - this.open.openedAt();
				boolean lingers = sendable && this.queue.admitsNext();
				due = Math.min(due, (lingers) ? linger.untilOver(age, isFull(this.open)) : timeout - age);
			}
			return this.wakeRule.looksAgain(due, sendable, (more) ? linger.nanos() : anyway, linger.nanos());
		});
	}

	/**
	 * Set whether the buffer is closed and accepts no records.
	 */
	public void close(boolean closed) {
		this.accounts.inLock((ledger) -> this.closed = closed);
	}

	/**
	 * Return whether a full or sealed batch can be taken.
	 */
	boolean hasWaiting() {
		return this.accounts.read((ledger) -> this.queue.waiting() > 0 || (this.open != null && isFull(this.open)));
	}

	boolean isEmpty() {
		return this.accounts.read((ledger) -> this.open == null && this.queue.isEmpty());
	}

	/**
	 * Return whether a batch has been opened since the last call.
	 */
	boolean wasUsed() {
		return this.accounts.read((ledger) -> {
			boolean wasUsed = this.used;
			this.used = false;
			return wasUsed;
		});
	}

	public int maxBatchSize() {
		return this.maxBatchSize;
	}

	public void maxBatchSize(int bytes) {
		this.maxBatchSize = bytes;
	}

	/**
	 * Provide a chunk for the next batch, so that publishing threads create none.
	 */
	void prepareNext() {
		this.context.batches().chunks().provide(this.expectedSize);
	}

	ByteBudget budget() {
		return this.context.budget();
	}

	/**
	 * Return the open batch, if there is one. Guarded by the lock.
	 */
	@Nullable Batch open() {
		return this.open;
	}

	/**
	 * Return the sealed batches. Guarded by the lock.
	 */
	BatchQueue queue() {
		return this.queue;
	}

}
