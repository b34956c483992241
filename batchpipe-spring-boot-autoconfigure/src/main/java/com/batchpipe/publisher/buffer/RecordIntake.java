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
import reactor.core.publisher.Mono;

import com.batchpipe.publisher.PublisherClosedException;
import com.batchpipe.publisher.RecordState;
import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.batch.BatchContent;
import com.batchpipe.publisher.batch.Completion;
import com.batchpipe.publisher.delivery.Settlement;
import com.batchpipe.publisher.settings.PublisherSettings;
import com.batchpipe.publisher.thread.StackRoom;

/**
 * Adds encoded records to the buffers of their pipes if there is room. Room is reserved
 * before a record is added to a batch and is released if adding the record fails. If the
 * pipe has been forgotten in the meantime, a new one is used.
 */
public final class RecordIntake {

	private final ByteBudget budget;

	private final OverflowHandler overflow;

	private final Settlement settlement;

	public RecordIntake(ByteBudget budget, OverflowHandler overflow, Settlement settlement) {
		this.budget = budget;
		this.overflow = overflow;
		this.settlement = settlement;
	}

	/**
	 * Add a record if there is room.
	 * @return whether the record was added
	 */
	public boolean offer(Pipe pipe, byte[] source, int offset, int length, @Nullable Completion completion) {
		boolean taken = append(pipe, source, offset, length, completion, false);
		return taken
				|| (pipe.isForgotten() && offer(this.overflow.successor(pipe), source, offset, length, completion));
	}

	/**
	 * Apply the overflow policy to a record for which there was no room.
	 */
	public void overflow(Pipe pipe, byte[] json, @Nullable Completion completion) {
		StackRoom.ensure();
		boolean done = switch (this.overflow.find(pipe, charge(json.length, true), true)) {
			case RESERVED -> append(pipe, json, 0, json.length, completion, true);
			case DROP -> drop(pipe, json, completion);
			case NONE -> false;
		};
		if (!done) {
			if (!pipe.isForgotten()) {
				throw this.overflow.full(pipe);
			}
			Pipe successor = this.overflow.successor(pipe);
			if (!offer(successor, json, 0, json.length, completion)) {
				overflow(successor, json, completion);
			}
		}
	}

	/**
	 * Drop a record.
	 * @return whether the record was dropped; it is not dropped if the pipe was forgotten
	 */
	private boolean drop(Pipe pipe, byte[] json, @Nullable Completion completion) {
		if (!pipe.accounts().endedAtOnce(1, RecordState.DROPPED)) {
			return false;
		}
		String pipeId = pipe.pipeId();
		UndeliveredReason reason = UndeliveredReason.OVERFLOW;
		this.settlement.unbatched(pipeId, List.of(BatchContent.of(json)), 1, reason,
				(completion != null) ? () -> completion.undelivered(pipeId, reason, null) : null);
		return true;
	}

	/**
	 * Add a record as soon as there is room, without blocking a thread.
	 */
	public Mono<Void> appendWhenRoom(Pipe pipe, byte[] json, Completion completion) {
		return Mono.create((sink) -> this.overflow.appendWhenRoom(pipe, charge(json.length, true),
				(current) -> append(current, json, 0, json.length, completion, true), () -> {
				}, sink));
	}

	/**
	 * Reserve room for a record and add it. An exception means that the record was not
	 * added. Its room is then released in any case, if necessary at a later time: after a
	 * stack overflow, only operations that need no method call are certain to succeed.
	 * @param paid whether the room for the record and a batch is already reserved
	 * @return whether the record was added; it is not added if there is no room
	 */
	private boolean append(Pipe pipe, byte[] source, int offset, int length, @Nullable Completion completion,
			boolean paid) {
		int batchCharge = this.budget.batchCharge();
		int charge = charge(length, paid);
		if (!paid && !this.budget.tryReserve(pipe.share(), charge)) {
			return false;
		}
		AppendResult appended = null;
		try {
			appended = pipe.buffer().append(source, offset, length, completion, paid);
		}
		finally {
			if (appended == null || !appended.buffered) {
				boolean givenBack = false;
				try {
					this.budget.giveBack(pipe.share(), charge);
					givenBack = true;
				}
				finally {
					pipe.lost += (givenBack) ? 0 : charge;
					pipe.troubled |= !givenBack;
				}
			}
		}
		int surplus = (paid && appended.buffered && !appended.opened) ? batchCharge : 0;
		try {
			if (surplus > 0) {
				this.budget.giveBack(pipe.share(), surplus);
				surplus = 0;
			}
			followUp(pipe, appended, paid);
		}
		catch (Throwable ex) {
			pipe.lost += surplus;
			pipe.troubled = true;
		}
		if (appended == AppendResult.REFUSED) {
			throw new PublisherClosedException();
		}
		return appended.buffered;
	}

	private void followUp(Pipe pipe, AppendResult appended, boolean paid) {
		if (paid || !appended.buffered) {
			this.budget.announceRoom(pipe.share());
		}
		if (appended.toSend) {
			pipe.wake();
		}
		if (pipe.troubled) {
			pipe.recover();
			pipe.wake();
		}
	}

	private int charge(int length, boolean withBatch) {
		return length + PublisherSettings.SEPARATOR + ((withBatch) ? this.budget.batchCharge() : 0);
	}

}
