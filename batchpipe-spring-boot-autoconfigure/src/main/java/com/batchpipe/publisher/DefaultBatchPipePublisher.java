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
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;
import org.springframework.util.Assert;

import com.batchpipe.publisher.batch.Flush;
import com.batchpipe.publisher.batch.ReceiptFuture;
import com.batchpipe.publisher.batch.SummaryCounter;
import com.batchpipe.publisher.buffer.Pipe;
import com.batchpipe.publisher.buffer.PipeLimits;
import com.batchpipe.publisher.engine.PublisherEngine;
import com.batchpipe.publisher.settings.PublisherSettings;
import com.batchpipe.publisher.thread.PublisherThreads;
import com.batchpipe.publisher.thread.Waits;

/**
 * The default {@link BatchPipePublisher}, which uses an engine and lets callers wait for
 * its results.
 * <p>
 * As a bean, it stops after the web server and the executors, whose last tasks may still
 * publish, and before the HTTP resources.
 */
final class DefaultBatchPipePublisher implements BatchPipePublisher, SmartLifecycle {

	private static final int PHASE = ExecutorConfigurationSupport.DEFAULT_PHASE - 1024;

	private static final int PREFETCH = 16;

	private final PublisherSettings settings;

	private final PublisherThreads threads;

	private final PublisherEngine engine;

	DefaultBatchPipePublisher(BatchPipePublisherBuilder builder) {
		this(builder, PublisherThreads.create(), PipeLimits.DEFAULT);
	}

	DefaultBatchPipePublisher(BatchPipePublisherBuilder builder, PublisherThreads threads, PipeLimits pipeLimits) {
		this.settings = builder.draft.toSettings();
		this.threads = threads;
		PipeListener listener = builder.pipeListener;
		this.engine = new PublisherEngine(builder.draft, this.settings, threads, pipeLimits,
				(listener != null) ? (pipeId) -> listener.pipeAdded(this, pipeId) : null);
	}

	@Override
	public void publish(Object record) {
		publish(defaultPipe(), record);
	}

	@Override
	public void publish(String pipeId, Object record) {
		this.engine.accept(this.engine.pipe(pipeId), record, null);
	}

	@Override
	public boolean tryPublish(Object record) {
		return tryPublish(defaultPipe(), record);
	}

	@Override
	public boolean tryPublish(String pipeId, Object record) {
		return this.engine.encodeAndOffer(this.engine.pipe(pipeId), record, null) == null;
	}

	@Override
	public CompletableFuture<Receipt> send(Object record) {
		return send(defaultPipe(), record);
	}

	@Override
	public CompletableFuture<Receipt> send(String pipeId, Object record) {
		ReceiptFuture future = new ReceiptFuture();
		this.engine.accept(this.engine.pipe(pipeId), record, future);
		return future;
	}

	@Override
	public Mono<Receipt> sendMono(Object record) {
		return sendMono(defaultPipe(), record);
	}

	@Override
	public Mono<Receipt> sendMono(String pipeId, Object record) {
		return Mono.defer(() -> {
			ReceiptFuture future = new ReceiptFuture();
			return this.engine.acceptWhenRoom(this.engine.pipe(pipeId), record, future)
				.then(Mono.fromFuture(future, true));
		});
	}

	@Override
	public Mono<SendSummary> sendAll(Publisher<?> records) {
		return sendAll(defaultPipe(), records);
	}

	@Override
	public Mono<SendSummary> sendAll(String pipeId, Publisher<?> records) {
		Assert.notNull(records, "'records' must not be null");
		return Mono.defer(() -> {
			Pipe pipe = this.engine.pipe(pipeId);
			SummaryCounter summary = new SummaryCounter();
			return Flux.from(records).concatMap((record) -> {
				summary.handingOver();
				return this.engine.acceptWhenRoom(pipe, record, summary).doOnError((ex) -> summary.notAccepted());
			}, PREFETCH)
				.then(Mono.defer(summary::allAccepted))
				.then(Mono.fromSupplier(() -> new SendSummary(summary.accepted(), summary.delivered())));
		});
	}

	@Override
	public CompletableFuture<BatchResult> sendBatch(Collection<?> records) {
		return sendBatch(defaultPipe(), records, BatchOptions.none());
	}

	@Override
	public CompletableFuture<BatchResult> sendBatch(String pipeId, Collection<?> records, BatchOptions options) {
		Assert.notNull(records, "'records' must not be null");
		Assert.notNull(options, "'options' must not be null");
		return this.engine.send(this.engine.pipe(pipeId), records, options);
	}

	@Override
	public Mono<BatchResult> sendBatchMono(Collection<?> records) {
		return Mono.defer(() -> sendBatchMono(defaultPipe(), records, BatchOptions.none()));
	}

	@Override
	public Mono<BatchResult> sendBatchMono(String pipeId, Collection<?> records, BatchOptions options) {
		Assert.notNull(records, "'records' must not be null");
		Assert.notNull(options, "'options' must not be null");
		return Mono.defer(() -> this.engine.sendWhenRoom(this.engine.pipe(pipeId), records, options));
	}

	private String defaultPipe() {
		String pipeId = this.settings.pipeId();
		Assert.state(pipeId != null,
				"There is no default pipe. Set 'batchpipe.publisher.pipe-id' ('batchpipe.workspaces.<name>.publisher.pipe-id' "
						+ "for an additional workspace) or the builder's pipeId, or pass the identifier of a pipe to the method");
		return pipeId;
	}

	@Override
	public FlushResult flush(Duration timeout) {
		Assert.state(!Schedulers.isInNonBlockingThread() && !this.threads.own().areCurrent(),
				"flush must not be called on a non-blocking thread or on a thread of the publisher. Use flushMono instead");
		Flush flush = this.engine.beginFlush();
		Waits.await(flush.finished(), timeout);
		return flush.result();
	}

	@Override
	public Mono<FlushResult> flushMono(Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		return Mono.defer(() -> {
			Flush flush = this.engine.beginFlush();
			// The sending thread must not run the caller's subsequent operators.
			return Mono.fromFuture(flush.finished(), true)
				.timeout(timeout, Mono.empty())
				.publishOn(Schedulers.fromExecutor(this.threads.callbacks()))
				.then(Mono.fromSupplier(flush::result));
		});
	}

	@Override
	public PublisherStats stats() {
		return this.engine.stats();
	}

	@Override
	public @Nullable PipeStats stats(String pipeId) {
		return this.engine.stats(pipeId);
	}

	@Override
	public void start() {
		this.engine.lifecycle().start();
	}

	@Override
	public boolean isRunning() {
		PublisherStats.State state = this.engine.lifecycle().state();
		return state != PublisherStats.State.NEW && state != PublisherStats.State.CLOSED;
	}

	@Override
	public void stop() {
		CompletableFuture<Void> stopped = this.engine.lifecycle().stop();
		// The publisher's own threads must not wait for work that they do themselves.
		if (!this.threads.own().areCurrent()) {
			Waits.await(stopped, this.settings.drainTimeout().plusSeconds(1));
		}
	}

	@Override
	public void stop(Runnable callback) {
		this.engine.lifecycle().stop().whenComplete((done, failure) -> callback.run());
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void close() {
		stop();
	}

	@Override
	public String toString() {
		return "BatchPipePublisher[" + this.engine.lifecycle().state() + ", " + this.engine.pipeCount() + " pipes]";
	}

}
