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

package com.batchpipe.publisher.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.Receipt;
import com.batchpipe.publisher.RecordState;
import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.BatchContent;
import com.batchpipe.publisher.batch.CollectionCompletion;
import com.batchpipe.publisher.batch.Completion;
import com.batchpipe.publisher.batch.RecordRange;
import com.batchpipe.publisher.batch.SplitPlan;
import com.batchpipe.publisher.log.PublisherLog;
import com.batchpipe.publisher.settings.PublisherSettings;
import com.batchpipe.publisher.thread.EventLoop;

/**
 * Ensures that each record ends in exactly one state: makes the source count the record
 * and release its bytes, notifies the callers that wait for it, and hands back
 * undelivered records. Safe for use by multiple threads, as long as each batch is owned
 * by one of them.
 */
public final class Settlement {

	private final PublisherSettings settings;

	private final Executor callbacks;

	private final UndeliveredQueue undelivered;

	private final PublisherLog log;

	private final EventLoop loop;

	public Settlement(PublisherSettings settings, Executor callbacks, UndeliveredQueue undelivered, PublisherLog log,
			EventLoop loop) {
		this.settings = settings;
		this.callbacks = callbacks;
		this.undelivered = undelivered;
		this.log = log;
		this.loop = loop;
	}

	void delivered(BatchSource source, Batch batch, RecordRange range, int status) {
		Duration latency = Duration.ofNanos(this.loop.nanoTime() - batch.openedAt());
		Completion[] completions = batch.completions();
		Receipt receipt = new Receipt(source.pipeId(), status, batch.attempts(), latency);
		CollectionCompletion.Part part = batch.part();
		source.ended(batch, range, RecordState.DELIVERED);
		if (part != null && part.delivered(range)) {
			tell(part.send()::complete);
		}
		if (completions != null) {
			forEach(completions, range, (completion) -> completion.delivered(receipt));
		}
	}

	void undelivered(BatchSource source, Batch batch, RecordRange range, UndeliveredReason cause,
			@Nullable Integer status) {
		Duration age = Duration.ofNanos(this.loop.nanoTime() - batch.openedAt());
		CollectionCompletion.Part part = batch.part();
		UndeliveredReason reason = (part != null) ? part.send().reason(cause) : cause;
		if (part == null || part.send().isHandled(reason)) {
			this.undelivered.add(new UndeliveredRange(source.pipeId(), batch.content().part(range), reason, status,
					batch.attempts(), age));
		}
		Completion[] completions = batch.completions();
		source.ended(batch, range, reason.state());
		if (part != null && part.undelivered(range, reason, status)) {
			tell(part.send()::complete);
		}
		if (completions != null) {
			forEach(completions, range, (completion) -> completion.undelivered(source.pipeId(), reason, status));
		}
		this.log.undelivered(source.pipeId(), reason, status, range.size());
	}

	/**
	 * End all records of a batch that have not ended.
	 */
	public void giveUp(BatchSource source, Batch batch, UndeliveredReason reason) {
		SplitPlan plan = batch.plan(this.settings);
		for (RecordRange range : plan.giveUp()) {
			undelivered(source, batch, range, reason, batch.lastStatus());
		}
	}

	/**
	 * Hand back records that were never part of a batch and have already been counted.
	 * @param contents the records, or an empty list if they must not be handed back
	 * @param records the number of records
	 * @param notification notifies the callers that wait for the records, if any
	 */
	public void unbatched(String pipeId, List<BatchContent> contents, int records, UndeliveredReason reason,
			@Nullable Runnable notification) {
		for (BatchContent content : contents) {
			this.undelivered.add(new UndeliveredRange(pipeId, content, reason, null, 0, Duration.ZERO));
		}
		if (notification != null) {
			tell(() -> notify(notification));
		}
		this.log.undelivered(pipeId, reason, null, records);
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
	 * Run a notification. The records remain ended even if it fails.
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
	 * Run a notification. If it fails, the other callers are still notified.
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
