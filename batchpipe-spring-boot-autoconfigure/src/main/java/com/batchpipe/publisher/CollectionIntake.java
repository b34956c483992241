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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.util.Assert;

/**
 * Takes collections, each of them whole or not at all, as batches of their own.
 */
final class CollectionIntake {

	private final PublisherSettings settings;

	private final ByteBudget budget;

	private final CollectionEncoder encoder;

	private final BatchOpener batches;

	private final Intake intake;

	private final Settlement settlement;

	private final Executor callbacks;

	CollectionIntake(PublisherSettings settings, ByteBudget budget, CollectionEncoder encoder, BatchOpener batches,
			Intake intake, Settlement settlement, Executor callbacks) {
		this.settings = settings;
		this.budget = budget;
		this.encoder = encoder;
		this.batches = batches;
		this.intake = intake;
		this.settlement = settlement;
		this.callbacks = callbacks;
	}

	/**
	 * Take a collection. If there is no room, the overflow policy decides.
	 */
	CompletableFuture<BatchResult> send(Pipe pipe, Collection<?> records, BatchOptions options) {
		EncodedCollection encoded = encode(pipe, records, options);
		CollectionSend send = new CollectionSend(pipe.id(), encoded.records(), options);
		boolean taken = false;
		try {
			taken = take(pipe, encoded, send);
		}
		finally {
			if (!taken) {
				encoded.giveBack(this.batches.chunks());
			}
		}
		return send.result();
	}

	private EncodedCollection encode(Pipe pipe, Collection<?> records, BatchOptions options) {
		return this.encoder.encode(records, records.size(), pipe.buffer().maxBatchSize(), options);
	}

	/**
	 * Return whether the collection was taken. It is not if it was dropped.
	 */
	private boolean take(Pipe pipe, EncodedCollection encoded, CollectionSend send) {
		if (encoded.records() == 0) {
			send.complete();
			return true;
		}
		int charge = charge(encoded);
		Pipe current = pipe;
		while (!hasRoom(current, charge, send)) {
			if (current.isForgotten()) {
				current = this.intake.again(current);
			}
			else if (!drops()) {
				throw this.intake.full(current);
			}
			else if (this.settlement.droppedAtOnce(current, encoded, send)) {
				return false;
			}
		}
		append(current, encoded, charge, send);
		return true;
	}

	/**
	 * More than half of the buffer would never get room as soon as there are two pipes.
	 */
	private int charge(EncodedCollection encoded) {
		long charge = encoded.charge(this.budget.batchCharge());
		Assert.isTrue(charge <= this.budget.limit() / 2,
				() -> "'records' needs %d bytes of the buffer, more than half of its %d: send smaller collections, or raise the maximum buffer size"
					.formatted(charge, this.budget.limit()));
		return (int) charge;
	}

	/**
	 * Records that their caller sends again do not displace others.
	 */
	private boolean hasRoom(Pipe pipe, int charge, CollectionSend send) {
		return this.budget.tryReserve(pipe.share(), charge) || switch (this.settings.overflow()) {
			case BLOCK -> this.intake.waitForRoom(pipe, charge);
			case DROP_OLDEST -> send.isRetried() && this.intake.makeRoom(pipe, charge);
			case DROP_NEWEST, FAIL -> false;
		};
	}

	private boolean drops() {
		return this.settings.overflow() == OverflowPolicy.DROP_NEWEST
				|| this.settings.overflow() == OverflowPolicy.DROP_OLDEST;
	}

	/**
	 * Take a collection when there is room, without holding a thread.
	 */
	Mono<BatchResult> sendWhenRoom(Pipe pipe, Collection<?> records, BatchOptions options) {
		EncodedCollection encoded = encode(pipe, records, options);
		CollectionSend send = new CollectionSend(pipe.id(), encoded.records(), options);
		Mono<BatchResult> result = Mono.fromFuture(send.result(), true);
		if (encoded.records() == 0) {
			send.complete();
			return result;
		}
		return Mono.<Void>create((sink) -> takeWhenRoom(pipe, encoded, send, sink)).then(result);
	}

	private void takeWhenRoom(Pipe pipe, EncodedCollection encoded, CollectionSend send, MonoSink<Void> sink) {
		boolean joined = false;
		try {
			int charge = charge(encoded);
			Pipe current = pipe;
			CompletableFuture<Void> room = this.budget.reserve(current.share(), charge);
			while (room == null && current.isForgotten()) {
				current = this.intake.again(current);
				room = this.budget.reserve(current.share(), charge);
			}
			if (room == null) {
				throw this.intake.full(current);
			}
			joined = true;
			whenGranted(room, current, encoded, charge, send, sink);
		}
		finally {
			if (!joined) {
				encoded.giveBack(this.batches.chunks());
			}
		}
	}

	private void whenGranted(CompletableFuture<Void> room, Pipe pipe, EncodedCollection encoded, int charge,
			CollectionSend send, MonoSink<Void> sink) {
		sink.onCancel(() -> room.cancel(false));
		room.whenComplete((granted, failure) -> {
			if (failure == null) {
				appendOnCallbackThread(pipe, encoded, charge, send, sink);
			}
			else {
				encoded.giveBack(this.batches.chunks());
				sink.error(failure);
			}
		});
	}

	/**
	 * Add a collection that has got its room, even if nobody waits for it any more.
	 */
	private void appendOnCallbackThread(Pipe pipe, EncodedCollection encoded, int charge, CollectionSend send,
			MonoSink<Void> sink) {
		try {
			this.callbacks.execute(() -> {
				try {
					append(pipe, encoded, charge, send);
				}
				catch (Throwable ex) {
					encoded.giveBack(this.batches.chunks());
					sink.error(ex);
					return;
				}
				// The chunks belong to the batches now, whatever the subscriber does.
				sink.success();
			});
		}
		catch (Throwable ex) {
			this.budget.release(pipe.share(), charge);
			encoded.giveBack(this.batches.chunks());
			sink.error(ex);
		}
	}

	/**
	 * Add the batches of a collection that has its room. An exception means that none was
	 * added, and the room is given back.
	 */
	private void append(Pipe pipe, EncodedCollection encoded, int charge, CollectionSend send) {
		List<Batch> opened = new ArrayList<>(encoded.chunks().size());
		boolean added = false;
		try {
			StackRoom.ensure();
			int offset = 0;
			for (Chunk chunk : encoded.chunks()) {
				opened.add(this.batches.open(chunk, new CollectionSend.Part(send, offset)));
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
