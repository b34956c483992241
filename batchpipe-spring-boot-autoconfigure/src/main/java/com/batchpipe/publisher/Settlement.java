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

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Ends records: counts them, frees their bytes, tells those who wait for them, and hands
 * back what was not delivered. Safe for use by multiple threads, as long as each batch is
 * owned by one.
 */
final class Settlement {

	private final ByteBudget budget;

	private final Executor callbacks;

	private final UndeliveredQueue undelivered;

	private final PublisherLog log;

	private final EventLoop loop;

	Settlement(ByteBudget budget, Executor callbacks, UndeliveredQueue undelivered, PublisherLog log, EventLoop loop) {
		this.budget = budget;
		this.callbacks = callbacks;
		this.undelivered = undelivered;
		this.log = log;
		this.loop = loop;
	}

	void delivered(Pipe pipe, Batch batch, RecordRange range, int status) {
		Duration latency = Duration.ofNanos(this.loop.nanoTime() - batch.openedAt());
		Completion[] completions = batch.completions();
		Receipt receipt = new Receipt(pipe.id(), status, batch.attempts(), latency);
		CollectionSend.Part part = batch.part();
		end(pipe, batch, range, RecordState.DELIVERED);
		if (part != null && part.delivered(range)) {
			tell(part.send()::complete);
		}
		if (completions != null) {
			forEach(completions, range, (completion) -> completion.delivered(receipt));
		}
	}

	void undelivered(Pipe pipe, Batch batch, RecordRange range, UndeliveredReason cause, @Nullable Integer status) {
		Duration age = Duration.ofNanos(this.loop.nanoTime() - batch.openedAt());
		CollectionSend.Part part = batch.part();
		UndeliveredReason reason = (part != null) ? part.send().reason(cause) : cause;
		if (part == null || part.send().isHandled(reason)) {
			this.undelivered.add(new UndeliveredRange(pipe.id(), batch.content().part(range), reason, status,
					batch.attempts(), age));
		}
		Completion[] completions = batch.completions();
		end(pipe, batch, range, reason.state());
		if (part != null && part.undelivered(range, reason, status)) {
			tell(part.send()::complete);
		}
		if (completions != null) {
			forEach(completions, range, (completion) -> completion.undelivered(pipe.id(), reason, status));
		}
		this.log.undelivered(pipe.id(), reason, status, range.size());
	}

	/**
	 * End all of a batch that has not ended.
	 */
	void giveUp(Pipe pipe, Batch batch, UndeliveredReason reason, PublisherSettings settings) {
		RangePlan plan = batch.plan(settings);
		for (RecordRange range : plan.giveUp()) {
			undelivered(pipe, batch, range, reason, batch.lastStatus());
		}
	}

	/**
	 * Drop a record that never got into a batch.
	 * @return whether it was dropped: it is not if the pipe was forgotten
	 */
	boolean droppedAtOnce(Pipe pipe, byte[] json, @Nullable Completion completion) {
		if (!pipe.buffer().endedAtOnce(1, RecordState.DROPPED)) {
			return false;
		}
		this.undelivered.add(new UndeliveredRange(pipe.id(), BatchPart.of(json), UndeliveredReason.OVERFLOW, null, 0,
				Duration.ZERO));
		if (completion != null) {
			tell(() -> notify(() -> completion.undelivered(pipe.id(), UndeliveredReason.OVERFLOW, null)));
		}
		this.log.undelivered(pipe.id(), UndeliveredReason.OVERFLOW, null, 1);
		return true;
	}

	/**
	 * Drop a collection that never got into a batch.
	 * @return whether it was dropped: it is not if the pipe was forgotten
	 */
	boolean droppedAtOnce(Pipe pipe, EncodedCollection encoded, CollectionSend send) {
		UndeliveredReason reason = send.reason(UndeliveredReason.OVERFLOW);
		if (!pipe.buffer().endedAtOnce(encoded.records(), reason.state())) {
			return false;
		}
		if (send.isHandled(reason)) {
			for (Chunk chunk : encoded.chunks()) {
				BatchPart copy = new BatchPart(Arrays.copyOf(chunk.body(), chunk.size()), chunk.ends());
				this.undelivered.add(new UndeliveredRange(pipe.id(), copy, reason, null, 0, Duration.ZERO));
			}
		}
		if (send.undelivered(0, encoded.records(), reason, null)) {
			tell(send::complete);
		}
		this.log.undelivered(pipe.id(), reason, null, encoded.records());
		return true;
	}

	private void end(Pipe pipe, Batch batch, RecordRange range, RecordState state) {
		long charge = batch.content().charge(range);
		boolean all = pipe.buffer().ended(batch, range.size(), state);
		this.budget.release(pipe.share(), (all) ? charge + this.budget.batchCharge() : charge);
		if (all) {
			batch.flushMark().closed();
		}
	}

	private void forEach(Completion[] completions, RecordRange range, Consumer<Completion> action) {
		tell(() -> {
			for (int i = range.from(); i < range.to(); i++) {
				Completion completion = completions[i];
				if (completion != null) {
					notify(() -> action.accept(completion));
				}
			}
		});
	}

	/**
	 * The records have ended and stay so, whoever cannot be told.
	 */
	private void tell(Runnable notification) {
		try {
			this.callbacks.execute(notification);
		}
		catch (Throwable ex) {
			this.log.error(ex);
		}
	}

	/**
	 * What callers do with their futures cannot harm those of others.
	 */
	private void notify(Runnable notification) {
		try {
			notification.run();
		}
		catch (Throwable ex) {
			this.log.error(ex);
		}
	}

}
