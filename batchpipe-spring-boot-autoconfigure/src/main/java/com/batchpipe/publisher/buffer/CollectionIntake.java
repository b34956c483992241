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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.util.Assert;

import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.PublisherClosedException;
import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.BatchContent;
import com.batchpipe.publisher.batch.Chunk;
import com.batchpipe.publisher.batch.CollectionCompletion;
import com.batchpipe.publisher.batch.EncodedCollection;
import com.batchpipe.publisher.delivery.Settlement;
import com.batchpipe.publisher.thread.StackRoom;

/**
 * Adds encoded collections to the buffers of their pipes, each entirely or not at all, as
 * separate batches.
 */
public final class CollectionIntake {

	private final ByteBudget budget;

	private final BatchFactory batches;

	private final OverflowHandler overflow;

	private final Settlement settlement;

	public CollectionIntake(ByteBudget budget, BatchFactory batches, OverflowHandler overflow, Settlement settlement) {
		this.budget = budget;
		this.batches = batches;
		this.overflow = overflow;
		this.settlement = settlement;
	}

	/**
	 * Add a collection, or apply the overflow policy if there is no room.
	 */
	public CompletableFuture<BatchResult> send(Pipe pipe, EncodedCollection encoded, BatchOptions options) {
		CollectionCompletion send = new CollectionCompletion(pipe.pipeId(), encoded.records(), options);
		boolean taken = false;
		try {
			taken = take(pipe, encoded, send);
		}
		finally {
			if (!taken) {
				giveBack(encoded);
			}
		}
		return send.result();
	}

	/**
	 * Add or drop a collection.
	 * @return whether the collection was added and not dropped
	 */
	private boolean take(Pipe pipe, EncodedCollection encoded, CollectionCompletion send) {
		if (encoded.records() == 0) {
			send.complete();
			return true;
		}
		int charge = charge(encoded);
		Pipe current = pipe;
		while (true) {
			OverflowHandler.Room room = (this.budget.tryReserve(current.share(), charge))
					? OverflowHandler.Room.RESERVED : this.overflow.find(current, charge, send.isRetried());
			if (room == OverflowHandler.Room.RESERVED) {
				append(current, encoded, charge, send);
				return true;
			}
			if (!current.isForgotten()) {
				if (room == OverflowHandler.Room.NONE) {
					throw this.overflow.full(current);
				}
				if (drop(current, encoded, send)) {
					return false;
				}
			}
			current = this.overflow.successor(current);
		}
	}

	/**
	 * Return the charge for a collection, in bytes. A collection that needs more than
	 * half of the buffer is not accepted, because once there are two pipes, it could
	 * never be buffered.
	 */
	private int charge(EncodedCollection encoded) {
		long charge = encoded.charge(this.budget.batchCharge());
		Assert.isTrue(charge <= this.budget.limit() / 2,
				() -> "'records' needs %d bytes, which is more than half of the buffer's %d bytes. Send smaller collections or increase the maximum buffer size"
					.formatted(charge, this.budget.limit()));
		return (int) charge;
	}

	/**
	 * Drop a collection.
	 * @return whether the collection was dropped; it is not dropped if the pipe was
	 * forgotten
	 */
	private boolean drop(Pipe pipe, EncodedCollection encoded, CollectionCompletion send) {
		UndeliveredReason reason = send.reason(UndeliveredReason.OVERFLOW);
		if (!pipe.accounts().endedAtOnce(encoded.records(), reason.state())) {
			return false;
		}
		List<BatchContent> copies = new ArrayList<>();
		if (send.isHandled(reason)) {
			for (Chunk chunk : encoded.chunks()) {
				copies.add(chunk.copy());
			}
		}
		boolean all = send.undelivered(0, encoded.records(), reason, null);
		this.settlement.unbatched(pipe.pipeId(), copies, encoded.records(), reason, (all) ? send::complete : null);
		return true;
	}

	/**
	 * Add a collection as soon as there is room, without blocking a thread.
	 */
	public Mono<BatchResult> sendWhenRoom(Pipe pipe, EncodedCollection encoded, BatchOptions options) {
		CollectionCompletion send = new CollectionCompletion(pipe.pipeId(), encoded.records(), options);
		Mono<BatchResult> result = Mono.fromFuture(send.result(), true);
		if (encoded.records() == 0) {
			send.complete();
			return result;
		}
		return Mono.<Void>create((sink) -> takeWhenRoom(pipe, encoded, send, sink)).then(result);
	}

	private void takeWhenRoom(Pipe pipe, EncodedCollection encoded, CollectionCompletion send, MonoSink<Void> sink) {
		int charge = 0;
		try {
			charge = charge(encoded);
		}
		finally {
			if (charge == 0) {
				giveBack(encoded);
			}
		}
		int needed = charge;
		this.overflow.appendWhenRoom(pipe, needed, (current) -> append(current, encoded, needed, send),
				() -> giveBack(encoded), sink);
	}

	private void giveBack(EncodedCollection encoded) {
		encoded.giveBack(this.batches.chunks());
	}

	/**
	 * Add the batches of a collection whose room is reserved. If this fails, no batch has
	 * been added and the room is released.
	 */
	private void append(Pipe pipe, EncodedCollection encoded, int charge, CollectionCompletion send) {
		List<Batch> opened = new ArrayList<>(encoded.chunks().size());
		boolean added = false;
		try {
			StackRoom.ensure();
			int offset = 0;
			for (Chunk chunk : encoded.chunks()) {
				opened.add(this.batches.open(chunk, new CollectionCompletion.Part(send, offset)));
				offset += chunk.count();
			}
			added = pipe.buffer().addAll(opened);
		}
		finally {
			if (!added) {
				opened.forEach((batch) -> batch.flushMark().closed());
				this.budget.release(pipe.share(), charge);
			}
		}
		if (!added) {
			throw new PublisherClosedException();
		}
		try {
			pipe.wake();
		}
		catch (Throwable ex) {
			pipe.troubled = true;
		}
	}

}
