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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Takes encoded records into the buffers of their pipes, as far as there is room. A
 * record has its room before it is added to a batch, and whatever fails then gives it
 * back. One who finds that the pipe was forgotten meanwhile goes on with a new one.
 */
final class Intake {

	private final PublisherSettings settings;

	private final ByteBudget budget;

	private final Settlement settlement;

	private final ChunkPool chunks;

	private final Victims victims;

	private final Executor callbacks;

	private final Function<String, Pipe> pipes;

	Intake(PublisherSettings settings, ByteBudget budget, Settlement settlement, ChunkPool chunks, Victims victims,
			Executor callbacks, Function<String, Pipe> pipes) {
		this.settings = settings;
		this.budget = budget;
		this.settlement = settlement;
		this.chunks = chunks;
		this.victims = victims;
		this.callbacks = callbacks;
		this.pipes = pipes;
	}

	/**
	 * Take a record if there is room.
	 * @return whether it was taken
	 */
	boolean offer(Pipe pipe, byte[] source, int offset, int length, @Nullable Completion completion) {
		boolean taken = append(pipe, source, offset, length, completion, false);
		return taken || (pipe.isForgotten() && offer(this.pipes.apply(pipe.id()), source, offset, length, completion));
	}

	/**
	 * Take a record for which there was no room, as the overflow policy says.
	 */
	void overflow(Pipe pipe, byte[] json, @Nullable Completion completion) {
		StackRoom.ensure();
		boolean done = switch (this.settings.overflow()) {
			case BLOCK -> appendIf(waitForRoom(pipe, chargeWithBatch(json)), pipe, json, completion);
			case DROP_OLDEST ->
				appendIf(makeRoom(pipe, chargeWithBatch(json)), pipe, json, completion) || drop(pipe, json, completion);
			case DROP_NEWEST -> drop(pipe, json, completion);
			case FAIL -> false;
		};
		if (!done) {
			if (!pipe.isForgotten()) {
				throw full(pipe);
			}
			Pipe again = again(pipe);
			if (!offer(again, json, 0, json.length, completion)) {
				overflow(again, json, completion);
			}
		}
	}

	/**
	 * Take a record when there is room, without holding a thread.
	 */
	Mono<Void> appendWhenRoom(Pipe pipe, byte[] json, Completion completion) {
		return Mono.create((sink) -> appendWhenRoom(pipe, json, completion, sink));
	}

	private void appendWhenRoom(Pipe pipe, byte[] json, Completion completion, MonoSink<Void> sink) {
		StackRoom.ensure();
		CompletableFuture<Void> room = this.budget.reserve(pipe.share(), charge(json.length, true));
		if (room == null) {
			if (pipe.isForgotten()) {
				appendWhenRoom(again(pipe), json, completion, sink);
			}
			else {
				sink.error(full(pipe));
			}
			return;
		}
		sink.onCancel(() -> room.cancel(false));
		room.whenComplete((granted, failure) -> {
			if (failure == null) {
				appendOnCallbackThread(pipe, json, completion, sink);
			}
			else if (!room.isCancelled()) {
				sink.error(failure);
			}
		});
	}

	/**
	 * Add a record that has got its room, even if nobody waits for it any more.
	 */
	private void appendOnCallbackThread(Pipe pipe, byte[] json, Completion completion, MonoSink<Void> sink) {
		try {
			this.callbacks.execute(() -> {
				try {
					append(pipe, json, 0, json.length, completion, true);
					sink.success();
				}
				catch (Throwable ex) {
					sink.error(ex);
				}
			});
		}
		catch (Throwable ex) {
			this.budget.release(pipe.share(), charge(json.length, true));
			sink.error(ex);
		}
	}

	/**
	 * Reserve room for a record, and add it. An exception means that it was not added,
	 * and whatever happens then, the room is given back: where the stack may have
	 * overflown, only what needs no call is certain to be done.
	 * @param paid whether the room for the record and a batch is reserved
	 * @return whether it was added: it is not if there is no room
	 */
	private boolean append(Pipe pipe, byte[] source, int offset, int length, @Nullable Completion completion,
			boolean paid) {
		int batchCharge = this.budget.batchCharge();
		int charge = charge(length, paid);
		if (!paid && !this.budget.tryReserve(pipe.share(), charge)) {
			return false;
		}
		Appended appended = null;
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
		if (appended == Appended.REFUSED) {
			throw new PublisherClosedException();
		}
		return appended.buffered;
	}

	private void followUp(Pipe pipe, Appended appended, boolean paid) {
		if (paid || !appended.buffered) {
			this.budget.announceRoom(pipe.share());
		}
		if (appended.toSend) {
			pipe.wake();
		}
		if (pipe.troubled) {
			pipe.recover();
		}
	}

	private int charge(int length, boolean withBatch) {
		return length + PublisherSettings.SEPARATOR + ((withBatch) ? this.budget.batchCharge() : 0);
	}

	private int chargeWithBatch(byte[] json) {
		return charge(json.length, true);
	}

	/**
	 * Add a record whose room is reserved, if it is.
	 */
	private boolean appendIf(boolean reserved, Pipe pipe, byte[] json, @Nullable Completion completion) {
		if (reserved) {
			append(pipe, json, 0, json.length, completion, true);
		}
		return reserved;
	}

	/**
	 * Return the pipe that has taken the place of one that was forgotten.
	 */
	Pipe again(Pipe forgotten) {
		return this.pipes.apply(forgotten.id());
	}

	/**
	 * Wait for room as long as the settings allow it.
	 * @return whether it is reserved
	 */
	boolean waitForRoom(Pipe pipe, int charge) {
		if (this.settings.maxBlock().isZero() || Schedulers.isInNonBlockingThread()) {
			return false;
		}
		try {
			return this.budget.reserve(pipe.share(), charge, this.settings.maxBlock());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Drop the oldest batches that are not being sent until there is room.
	 * @return whether it is reserved
	 */
	boolean makeRoom(Pipe pipe, int charge) {
		boolean room = this.budget.take(pipe.share(), charge);
		while (!room) {
			if (!dropOldest(pipe) && !dropOldest(this.victims.next())) {
				return false;
			}
			room = this.budget.take(pipe.share(), charge);
		}
		return true;
	}

	private boolean dropOldest(@Nullable Pipe pipe) {
		Batch oldest = (pipe != null) ? pipe.buffer().takeOldest() : null;
		if (pipe == null || oldest == null) {
			return false;
		}
		oldest.trim(this.chunks);
		this.settlement.giveUp(pipe, oldest, UndeliveredReason.OVERFLOW, this.settings);
		return true;
	}

	private boolean drop(Pipe pipe, byte[] json, @Nullable Completion completion) {
		return this.settlement.droppedAtOnce(pipe, json, completion);
	}

	BufferFullException full(Pipe pipe) {
		return new BufferFullException(
				"The buffer of " + this.budget.limit() + " bytes has no room for pipe '" + pipe.id() + "': "
						+ this.budget.used() + " bytes are held, " + pipe.share().used() + " of them for this pipe");
	}

}
