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

import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Takes encoded records into the buffers of their pipes, as far as there is room.
 */
final class Intake {

	private final PublisherSettings settings;

	private final ByteBudget budget;

	private final Settlement settlement;

	private final EventLoop loop;

	private final ChunkPool chunks;

	private final Collection<Pipe> pipes;

	Intake(PublisherSettings settings, ByteBudget budget, Settlement settlement, EventLoop loop, ChunkPool chunks,
			Collection<Pipe> pipes) {
		this.settings = settings;
		this.budget = budget;
		this.settlement = settlement;
		this.loop = loop;
		this.chunks = chunks;
		this.pipes = pipes;
	}

	/**
	 * Take a record if there is room.
	 * @return whether it was taken
	 */
	boolean offer(Pipe pipe, byte[] source, int offset, int length, @Nullable Completion completion) {
		if (!this.budget.tryReserve(pipe.share(), length + PublisherSettings.SEPARATOR)) {
			return false;
		}
		append(pipe, source, offset, length, completion);
		return true;
	}

	/**
	 * Take a record for which there was no room, as the overflow policy says.
	 */
	void overflow(Pipe pipe, byte[] json, @Nullable Completion completion) {
		int charge = json.length + PublisherSettings.SEPARATOR;
		boolean room = switch (this.settings.overflow()) {
			case BLOCK -> waitForRoom(pipe, charge);
			case DROP_OLDEST -> makeRoom(pipe, charge);
			case FAIL, DROP_NEWEST -> false;
		};
		if (room) {
			append(pipe, json, 0, json.length, completion);
		}
		else if (this.settings.overflow() == OverflowPolicy.DROP_NEWEST
				|| this.settings.overflow() == OverflowPolicy.DROP_OLDEST) {
			this.settlement.droppedAtOnce(pipe, json, completion);
		}
		else {
			throw full(pipe);
		}
	}

	/**
	 * Take a record when there is room, without holding a thread.
	 */
	CompletableFuture<Void> whenRoom(Pipe pipe, byte[] json) {
		CompletableFuture<Void> room = this.budget.reserve(pipe.share(), json.length + PublisherSettings.SEPARATOR);
		return (room != null) ? room : CompletableFuture.failedFuture(full(pipe));
	}

	/**
	 * Add a record whose bytes were reserved.
	 */
	void append(Pipe pipe, byte[] source, int offset, int length, @Nullable Completion completion) {
		switch (pipe.buffer().append(source, offset, length, completion, this.loop)) {
			case BUFFERED_TO_SEND -> pipe.wake();
			case REFUSED -> {
				giveUpRoom(pipe, length);
				throw new PublisherClosedException();
			}
			case BUFFERED -> {
			}
		}
	}

	void giveUpRoom(Pipe pipe, int length) {
		this.budget.release(pipe.share(), length + PublisherSettings.SEPARATOR);
	}

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

	private boolean makeRoom(Pipe pipe, int charge) {
		boolean room = this.budget.take(pipe.share(), charge);
		while (!room) {
			if (!dropOldest(pipe) && !dropOldest(fullest())) {
				return false;
			}
			room = this.budget.take(pipe.share(), charge);
		}
		return true;
	}

	private boolean dropOldest(Pipe pipe) {
		Batch oldest = pipe.buffer().takeOldest();
		if (oldest == null) {
			return false;
		}
		oldest.trim(this.chunks);
		this.settlement.giveUp(pipe, oldest, UndeliveredReason.OVERFLOW, this.settings);
		return true;
	}

	private Pipe fullest() {
		return this.pipes.stream().max(Comparator.comparingLong((pipe) -> pipe.share().used())).orElseThrow();
	}

	private BufferFullException full(Pipe pipe) {
		return new BufferFullException(
				"The buffer of " + this.budget.limit() + " bytes has no room for pipe '" + pipe.id() + "': "
						+ this.budget.used() + " bytes are held, " + pipe.share().used() + " of them for this pipe");
	}

}
