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

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.RecordState;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.Linked;
import com.batchpipe.publisher.batch.PipeLedger;
import com.batchpipe.publisher.batch.RecordRange;
import com.batchpipe.publisher.batch.SealCause;
import com.batchpipe.publisher.delivery.BatchSource;
import com.batchpipe.publisher.delivery.Dispatcher;
import com.batchpipe.publisher.delivery.PipeDelivery;
import com.batchpipe.publisher.thread.StackRoom;

/**
 * A pipe: its buffer, its share of the budget, and its delivery. There may be very many
 * pipes.
 */
public final class Pipe extends Linked<Pipe> implements BatchSource {

	private final String id;

	private final boolean kept;

	private final PipeAccounts accounts = new PipeAccounts();

	private final PipeBuffer buffer;

	private final ByteBudget.Share share;

	private final Dispatcher dispatcher;

	private final PipeDelivery delivery = new PipeDelivery(this);

	/**
	 * Whether a publishing thread has left work undone because of an error. Set without a
	 * method call, because the stack may have no room for one.
	 */
	volatile boolean troubled;

	/**
	 * The number of reserved bytes that could not be released immediately.
	 */
	volatile long lost;

	/**
	 * Create a pipe.
	 * @param kept whether the pipe is never forgotten
	 */
	public Pipe(String id, boolean kept, BufferContext context, Dispatcher dispatcher) {
		this.id = id;
		this.kept = kept;
		this.dispatcher = dispatcher;
		this.share = context.budget().addShare();
		this.buffer = new PipeBuffer(context, this.share, this.accounts);
	}

	/**
	 * Make the sender check the buffer soon. A failure is not reported to the caller,
	 * whose record has been accepted.
	 */
	void wake() {
		if (!this.dispatcher.wake(this.delivery)) {
			this.troubled = true;
		}
	}

	@Override
	public void recover() {
		if (!this.troubled) {
			return;
		}
		StackRoom.ensure();
		this.troubled = false;
		ByteBudget budget = this.buffer.budget();
		this.accounts.inLock((ledger) -> {
			long bytes = this.lost;
			this.lost -= bytes;
			budget.giveBack(this.share, bytes);
		});
		budget.announceRoom(this.share);
	}

	@Override
	public String pipeId() {
		return this.id;
	}

	@Override
	public @Nullable Batch take(long now, boolean hurry) {
		return this.buffer.take(now, hurry);
	}

	@Override
	public @Nullable Batch takeExpired(long now) {
		return this.buffer.takeExpired(now);
	}

	@Override
	public @Nullable Batch takeReturned(long now, long pause) {
		return this.accounts.<@Nullable Batch>read((ledger) -> this.buffer.queue().takeReturned(now, pause));
	}

	@Override
	public @Nullable Batch takeOldest() {
		return this.buffer.takeOldest();
	}

	@Override
	public void giveBack(Batch batch) {
		this.accounts.inLock((ledger) -> this.buffer.queue().giveBack(batch));
	}

	@Override
	public void ended(Batch batch, RecordRange range, RecordState state) {
		long charge = batch.content().charge(range);
		boolean all = this.accounts.read((ledger) -> {
			batch.settled(range.size());
			ledger.ended(state, range.size());
			batch.flushMark().ended(state, range.size());
			if (batch.remaining() == 0) {
				this.buffer.queue().ended(batch);
			}
			return batch.remaining() == 0;
		});
		ByteBudget budget = this.buffer.budget();
		budget.release(this.share, (all) ? charge + budget.batchCharge() : charge);
		if (all) {
			batch.flushMark().closed();
		}
	}

	@Override
	public long nextDue(long now, boolean sendable, long anyway, boolean more) {
		return this.buffer.nextDue(now, sendable, anyway, more);
	}

	@Override
	public void hasten(long now) {
		this.accounts.inLock((ledger) -> this.buffer.queue().hasten(now));
	}

	@Override
	public void seal() {
		this.accounts.inLock((ledger) -> this.buffer.seal(SealCause.FLUSH));
	}

	@Override
	public void prepareNext() {
		this.buffer.prepareNext();
	}

	@Override
	public void maxBatchSize(int bytes) {
		this.buffer.maxBatchSize(bytes);
	}

	@Override
	public boolean isEmpty() {
		return this.buffer.isEmpty();
	}

	@Override
	public long buffered() {
		return this.accounts.read((ledger) -> {
			Batch open = this.buffer.open();
			return this.buffer.queue().buffered() + ((open != null) ? open.count() : 0);
		});
	}

	@Override
	public void count(Consumer<PipeLedger> action) {
		this.accounts.inLock(action);
	}

	/**
	 * Return whether no buffered record can be sent within the given time. Called by the
	 * sending thread only.
	 */
	public boolean isDrained(long now, long nanos) {
		return this.dispatcher.isDrained(this.delivery, now, nanos);
	}

	/**
	 * Discard the sender if it is idle. Called by the sending thread only.
	 */
	void giveUpIdleSender() {
		this.dispatcher.giveUpIdleSender(this.delivery);
	}

	/**
	 * Return whether the pipe is never forgotten.
	 */
	boolean isKept() {
		return this.kept;
	}

	/**
	 * Return whether the pipe was forgotten, so that nothing more is added to its buffer.
	 */
	public boolean isForgotten() {
		return this.share.isClosed();
	}

	PipeAccounts accounts() {
		return this.accounts;
	}

	public PipeBuffer buffer() {
		return this.buffer;
	}

	ByteBudget.Share share() {
		return this.share;
	}

	PipeDelivery delivery() {
		return this.delivery;
	}

}
