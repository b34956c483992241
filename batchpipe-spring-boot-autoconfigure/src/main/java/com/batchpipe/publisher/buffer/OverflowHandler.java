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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

import com.batchpipe.publisher.BufferFullException;
import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.ChunkPool;
import com.batchpipe.publisher.delivery.Settlement;
import com.batchpipe.publisher.settings.PublisherSettings;
import com.batchpipe.publisher.thread.StackRoom;

/**
 * Finds room for records that do not fit immediately, by applying the overflow policy or
 * by waiting without blocking a thread. Safe for use by multiple threads.
 */
public final class OverflowHandler {

	private final PublisherSettings settings;

	private final ByteBudget budget;

	private final Settlement settlement;

	private final ChunkPool chunks;

	private final DropCandidates dropCandidates;

	private final Executor callbacks;

	private final UnaryOperator<Pipe> successors;

	/**
	 * Create a handler.
	 * @param successors returns the pipe that has replaced a forgotten one
	 */
	public OverflowHandler(PublisherSettings settings, ByteBudget budget, Settlement settlement, ChunkPool chunks,
			DropCandidates dropCandidates, Executor callbacks, UnaryOperator<Pipe> successors) {
		this.settings = settings;
		this.budget = budget;
		this.settlement = settlement;
		this.chunks = chunks;
		this.dropCandidates = dropCandidates;
		this.callbacks = callbacks;
		this.successors = successors;
	}

	/**
	 * Find room according to the overflow policy.
	 * @param charge the number of bytes needed
	 * @param displaces whether other records can be dropped to make room
	 */
	Room find(Pipe pipe, int charge, boolean displaces) {
		return switch (this.settings.overflow()) {
			case BLOCK -> (waitForRoom(pipe, charge)) ? Room.RESERVED : Room.NONE;
			case DROP_OLDEST -> (displaces && dropOthers(pipe, charge)) ? Room.RESERVED : Room.DROP;
			case DROP_NEWEST -> Room.DROP;
			case FAIL -> Room.NONE;
		};
	}

	/**
	 * Wait for room as long as the settings allow.
	 * @return whether the room is reserved
	 */
	private boolean waitForRoom(Pipe pipe, int charge) {
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
	 * Until there is room, drop the oldest batches that are not being sent.
	 * @return whether the room is reserved
	 */
	private boolean dropOthers(Pipe pipe, int charge) {
		boolean room = this.budget.take(pipe.share(), charge);
		while (!room) {
			if (!dropOldest(pipe) && !dropOldest(this.dropCandidates.next())) {
				return false;
			}
			room = this.budget.take(pipe.share(), charge);
		}
		return true;
	}

	private boolean dropOldest(@Nullable Pipe pipe) {
		Batch oldest = (pipe != null) ? pipe.takeOldest() : null;
		if (pipe == null || oldest == null) {
			return false;
		}
		oldest.trim(this.chunks);
		this.settlement.giveUp(pipe, oldest, UndeliveredReason.OVERFLOW);
		return true;
	}

	/**
	 * Add records as soon as there is room, without blocking a thread. Once the room is
	 * reserved, they are added even if the subscriber cancels.
	 * @param charge the number of bytes needed
	 * @param append adds the records to the pipe and releases the room if this fails
	 * @param refused called if the records are not added
	 * @param sink receives the result
	 */
	void appendWhenRoom(Pipe pipe, int charge, Consumer<Pipe> append, Runnable refused, MonoSink<Void> sink) {
		Pipe current = pipe;
		CompletableFuture<Void> room = null;
		try {
			StackRoom.ensure();
			room = this.budget.reserve(current.share(), charge);
			while (room == null && current.isForgotten()) {
				current = successor(current);
				room = this.budget.reserve(current.share(), charge);
			}
			if (room == null) {
				throw full(current);
			}
		}
		finally {
			if (room == null) {
				refused.run();
			}
		}
		whenGranted(room, current, charge, append, refused, sink);
	}

	private void whenGranted(CompletableFuture<Void> room, Pipe pipe, int charge, Consumer<Pipe> append,
			Runnable refused, MonoSink<Void> sink) {
		sink.onCancel(() -> room.cancel(false));
		room.whenComplete((granted, failure) -> {
			if (failure == null) {
				appendOnCallbackThread(pipe, charge, append, refused, sink);
				return;
			}
			refused.run();
			if (!room.isCancelled()) {
				sink.error(failure);
			}
		});
	}

	private void appendOnCallbackThread(Pipe pipe, int charge, Consumer<Pipe> append, Runnable refused,
			MonoSink<Void> sink) {
		try {
			this.callbacks.execute(() -> {
				try {
					append.accept(pipe);
				}
				catch (Throwable ex) {
					refused.run();
					sink.error(ex);
					return;
				}
				sink.success();
			});
		}
		catch (Throwable ex) {
			this.budget.release(pipe.share(), charge);
			refused.run();
			sink.error(ex);
		}
	}

	/**
	 * Return the pipe that has replaced a forgotten one.
	 */
	Pipe successor(Pipe forgotten) {
		return this.successors.apply(forgotten);
	}

	BufferFullException full(Pipe pipe) {
		return new BufferFullException("The buffer has no room for pipe '" + pipe.pipeId() + "': " + this.budget.used()
				+ " of " + this.budget.limit() + " bytes are in use, " + pipe.share().used()
				+ " of them by this pipe. If there are two or more pipes, each can use at most half of the buffer");
	}

	/**
	 * The result of a search for room.
	 */
	enum Room {

		/**
		 * The room is reserved.
		 */
		RESERVED,

		/**
		 * There is no room, and the records must be dropped.
		 */
		DROP,

		/**
		 * There is no room, and the records are not accepted.
		 */
		NONE

	}

}
