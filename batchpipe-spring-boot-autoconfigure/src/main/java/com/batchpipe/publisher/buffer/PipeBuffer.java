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
 * lock of the pipe's accounts, under which only bytes are copied and counts are updated.
 */
public final class PipeBuffer {

	private final BufferContext context;

	private final Share share;

	private final PipeAccounts accounts;

	private final BatchQueue queue;

	private final WakeRule wakeRule = new WakeRule();

	private @Nullable Batch open;

	/**
	 * How many batches were opened: none is older than one with a smaller number.
	 */
	private long opened;

	private boolean closed;

	/**
	 * Whether a batch was opened since {@link #wasUsed()} asked.
	 */
	private boolean used = true;

	private volatile int maxBatchSize;

	/**
	 * How large the next batch will be, after the larger ones of the last.
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
	 * Add a record whose bytes were reserved. If this fails, nothing has changed.
	 * @param paid whether the room for a batch was reserved, too
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
	 * Add batches that are complete and whose bytes were reserved, all of them or none.
	 * @return whether they were added: they are not if the buffer is closed
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
	 * Seal what is open. Guarded by the lock.
	 * @param cause why, unless it is full
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
	 * Take the next batch that may be sent now.
	 * @param now the time
	 * @param hurry whether to take an open batch that has not lingered enough
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
	 * Take the oldest batch that has been held for too long, also the open one.
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
	 * Take the oldest batch that is full or was sealed.
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
	 * Return when the sender is to look again: when the oldest batch has expired and, if
	 * one may be sent, when the open batch has lingered or a queued one has waited.
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
	 * Take records no longer, or again.
	 */
	public void close(boolean closed) {
		this.accounts.inLock((ledger) -> this.closed = closed);
	}

	/**
	 * Return whether there is a batch to take that is full or was sealed.
	 */
	boolean hasWaiting() {
		return this.accounts.read((ledger) -> this.queue.waiting() > 0 || (this.open != null && isFull(this.open)));
	}

	boolean isEmpty() {
		return this.accounts.read((ledger) -> this.open == null && this.queue.isEmpty());
	}

	/**
	 * Return whether a batch was opened since the last call.
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
	 * See to it that the next batch can be opened where records are published.
	 */
	void prepareNext() {
		this.context.batches().chunks().provide(this.expectedSize);
	}

	ByteBudget budget() {
		return this.context.budget();
	}

	/**
	 * Return the batch that is open, if one is. Guarded by the lock.
	 */
	@Nullable Batch open() {
		return this.open;
	}

	/**
	 * Return the batches that are sealed. Guarded by the lock.
	 */
	BatchQueue queue() {
		return this.queue;
	}

}
