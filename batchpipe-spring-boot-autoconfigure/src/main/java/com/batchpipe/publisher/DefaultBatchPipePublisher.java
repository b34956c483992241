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
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.ObjectWriter;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;
import org.springframework.util.Assert;

import com.batchpipe.client.PathVariables;
import com.batchpipe.client.RawJson;

/**
 * The {@link BatchPipePublisher} that its builder builds: encodes records on the calling
 * thread and gives them to the {@link Intake}.
 * <p>
 * As a bean it stops after the web server and after the executors, whose last tasks may
 * still publish, and before the HTTP resources.
 */
final class DefaultBatchPipePublisher implements BatchPipePublisher, SmartLifecycle {

	private static final int PHASE = ExecutorConfigurationSupport.DEFAULT_PHASE - 1024;

	private static final int PREFETCH = 16;

	private final PublisherSettings settings;

	private final EventLoop loop;

	private final DaemonThreads threads;

	private final RecordEncoders encoders;

	private final ByteBudget budget;

	private final PublisherLog log;

	private final UndeliveredQueue undelivered;

	private final Dispatcher dispatcher;

	private final FlushMarks flushMarks = new FlushMarks();

	private final PipeRegistry pipes;

	private final BufferContext bufferContext;

	private final RecordIntake records;

	private final CollectionEncoder collectionEncoder;

	private final CollectionIntake collections;

	private final PublisherLifecycle lifecycle;

	private final Executor callbacks;

	private final @Nullable PipeListener pipeListener;

	DefaultBatchPipePublisher(BatchPipePublisherBuilder builder, PublisherSettings settings, EventLoop loop,
			DaemonThreads threads, Executor callbacks, Executor handlerExecutor, PipeLimits pipeLimits) {
		this.settings = settings;
		this.loop = loop;
		this.threads = threads;
		this.callbacks = callbacks;
		this.pipeListener = builder.pipeListener();
		// What all share.
		this.budget = new ByteBudget(settings.maxBufferSize());
		ChunkPool chunks = new ChunkPool(settings.maxBufferSize() / 4);
		this.pipes = new PipeRegistry(this.budget, loop, pipeLimits);
		this.log = new PublisherLog(loop, this.pipes::held);
		// Encoding.
		this.encoders = RecordEncoders.create(builder.recordMapper(), settings.recordIdField());
		this.collectionEncoder = new CollectionEncoder(settings, this.encoders, chunks);
		// Delivery.
		this.undelivered = new UndeliveredQueue(builder.undeliveredRecordHandler(), handlerExecutor,
				settings.maxBufferSize(), this.log);
		Settlement settlement = new Settlement(settings, callbacks, this.undelivered, this.log, loop);
		Backoff backoff = new Backoff(settings.minBackoff(), settings.maxBackoff(),
				() -> ThreadLocalRandom.current().nextDouble());
		Admission admission = new Admission(settings.maxTotalInFlight());
		SharedLimits limits = new SharedLimits(admission, backoff, settings.probeInterval());
		RequestSender requests = new RequestSender(new IngestCall(builder.client(), settings), loop, this.log);
		this.dispatcher = new Dispatcher(loop, this.log, limits, admission,
				new PipeSenderFactory(settings, loop, limits, requests, settlement, this.log.pauses(), chunks),
				this.pipes.deliveries());
		loop.onError(this.dispatcher::taskFailed);
		// Buffer.
		BatchOpener batches = new BatchOpener(chunks, this.flushMarks, loop);
		this.bufferContext = new BufferContext(settings, new Linger(settings.linger()), this.budget, batches);
		OverflowHandler overflow = new OverflowHandler(settings, this.budget, settlement, chunks,
				new DropCandidates(this.pipes.all(), loop), callbacks, (forgotten) -> pipe(forgotten.pipeId()));
		this.records = new RecordIntake(this.budget, overflow, settlement);
		this.collections = new CollectionIntake(this.budget, batches, overflow, settlement);
		this.lifecycle = new PublisherLifecycle(loop, settings.drainTimeout(), this.dispatcher, this.pipes.all(),
				this.budget, this.undelivered, this.log, this::stats);
	}

	@Override
	public void publish(Object record) {
		publish(defaultPipe(), record);
	}

	@Override
	public void publish(String pipeId, Object record) {
		accept(pipe(pipeId), record, null);
	}

	@Override
	public boolean tryPublish(Object record) {
		return tryPublish(defaultPipe(), record);
	}

	@Override
	public boolean tryPublish(String pipeId, Object record) {
		return encodeAndOffer(pipe(pipeId), record, null) == null;
	}

	@Override
	public CompletableFuture<Receipt> send(Object record) {
		return send(defaultPipe(), record);
	}

	@Override
	public CompletableFuture<Receipt> send(String pipeId, Object record) {
		ReceiptFuture future = new ReceiptFuture();
		accept(pipe(pipeId), record, future);
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
			return acceptWhenRoom(pipe(pipeId), record, future).then(Mono.fromFuture(future, true));
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
			Pipe pipe = pipe(pipeId);
			SummaryCounter summary = new SummaryCounter();
			return Flux.from(records).concatMap((record) -> {
				summary.handingOver();
				return acceptWhenRoom(pipe, record, summary).doOnError((ex) -> summary.notAccepted());
			}, PREFETCH).then(Mono.defer(summary::allAccepted));
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
		Pipe pipe = pipe(pipeId);
		return this.collections.send(pipe, encode(pipe, records, options), options);
	}

	@Override
	public Mono<BatchResult> sendBatchMono(Collection<?> records) {
		return Mono.defer(() -> sendBatchMono(defaultPipe(), records, BatchOptions.none()));
	}

	@Override
	public Mono<BatchResult> sendBatchMono(String pipeId, Collection<?> records, BatchOptions options) {
		Assert.notNull(records, "'records' must not be null");
		Assert.notNull(options, "'options' must not be null");
		return Mono.defer(() -> {
			Pipe pipe = pipe(pipeId);
			return this.collections.sendWhenRoom(pipe, encode(pipe, records, options), options);
		});
	}

	private EncodedCollection encode(Pipe pipe, Collection<?> records, BatchOptions options) {
		return this.collectionEncoder.encode(records, records.size(), pipe.buffer().maxBatchSize(), options);
	}

	private String defaultPipe() {
		String pipeId = this.settings.pipeId();
		Assert.state(pipeId != null,
				"There is no default pipe: set the property 'batchpipe.publisher.pipe-id', give the builder a pipeId, or name a pipe");
		return pipeId;
	}

	private Pipe pipe(String pipeId) {
		Pipe pipe = this.pipes.find(pipeId);
		return (pipe != null && !pipe.isForgotten()) ? pipe : addPipe(pipeId);
	}

	private Pipe addPipe(String pipeId) {
		PathVariables.check("pipeId", pipeId);
		if (!this.lifecycle.state().isAccepting()) {
			throw new PublisherClosedException();
		}
		this.lifecycle.used();
		Pipe pipe = this.pipes.get(pipeId, this::createPipe);
		this.lifecycle.adopt(pipe);
		return pipe;
	}

	private Pipe createPipe(String pipeId, boolean kept) {
		PipeListener listener = this.pipeListener;
		if (kept && listener != null) {
			this.loop.execute(() -> listener.pipeAdded(this, pipeId));
		}
		return new Pipe(pipeId, kept, this.bufferContext, this.dispatcher);
	}

	private void accept(Pipe pipe, Object record, @Nullable Completion completion) {
		byte[] withoutRoom = encodeAndOffer(pipe, record, completion);
		if (withoutRoom != null) {
			this.records.overflow(pipe, withoutRoom, completion);
		}
	}

	private Mono<Void> acceptWhenRoom(Pipe pipe, Object record, Completion completion) {
		byte[] withoutRoom = encodeAndOffer(pipe, record, completion);
		return (withoutRoom != null) ? this.records.appendWhenRoom(pipe, withoutRoom, completion) : Mono.empty();
	}

	/**
	 * Encode a record and take it if there is room.
	 * @return the record's JSON if there is none
	 */
	private byte @Nullable [] encodeAndOffer(Pipe pipe, Object record, @Nullable Completion completion) {
		Assert.notNull(record, "'record' must not be null");
		if (record instanceof RawJson json && this.settings.recordIdField() == null) {
			return offer(pipe, json.bytes(), completion);
		}
		RecordEncoder encoder = this.encoders.borrow();
		try {
			encoder.encode(record);
			checkSize(encoder.length());
			boolean taken = this.records.offer(pipe, encoder.bytes(), encoder.offset(), encoder.length(), completion);
			return (taken) ? null : encoder.copy();
		}
		finally {
			try {
				this.encoders.release(encoder);
			}
			catch (StackOverflowError ex) {
				// Another one is made. The record may have been taken.
			}
		}
	}

	private byte @Nullable [] offer(Pipe pipe, byte[] json, @Nullable Completion completion) {
		int offset = JsonObjectRange.offset(json);
		int length = JsonObjectRange.length(json, offset);
		checkSize(length);
		boolean taken = this.records.offer(pipe, json, offset, length, completion);
		return (taken) ? null : Arrays.copyOfRange(json, offset, offset + length);
	}

	private void checkSize(int length) {
		if (length > this.settings.maxRecordSize()) {
			throw new RecordTooLargeException(length, this.settings.maxRecordSize());
		}
	}

	@Override
	public FlushResult flush(Duration timeout) {
		Assert.state(!Schedulers.isInNonBlockingThread() && !this.threads.areCurrent(),
				"flush waits, and this thread must not block");
		Flush flush = beginFlush();
		Waits.await(flush.finished(), timeout);
		return flush.result();
	}

	@Override
	public Mono<FlushResult> flushMono(Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		return Mono.defer(() -> {
			Flush flush = beginFlush();
			// The sending thread must not do what follows at the caller's.
			return Mono.fromFuture(flush.finished(), true)
				.timeout(timeout, Mono.empty())
				.publishOn(Schedulers.fromExecutor(this.callbacks))
				.then(Mono.fromSupplier(flush::result));
		});
	}

	private Flush beginFlush() {
		Flush flush = this.flushMarks.beginFlush();
		this.pipes.all().forEach((pipe) -> pipe.buffer().flush());
		this.loop.execute(this.dispatcher::pumpAll);
		return flush;
	}

	@Override
	public PublisherStats stats() {
		Map<String, PipeStats> kept = new TreeMap<>();
		PauseCause pause = this.dispatcher.pause();
		PipeStats others = this.pipes.read(kept, pause, this.loop.nanoTime());
		return new PublisherStats(this.lifecycle.state(), pause, this.budget.used(), this.budget.limit(),
				this.budget.waiting(), this.log.errors(), this.undelivered.dropped(), kept, others);
	}

	@Override
	public @Nullable PipeStats stats(String pipeId) {
		Pipe pipe = this.pipes.find(pipeId);
		return (pipe != null) ? PipeFigures.of(pipe, this.dispatcher.pause(), this.loop.nanoTime()) : null;
	}

	@Override
	public void start() {
		this.lifecycle.start();
	}

	@Override
	public boolean isRunning() {
		PublisherState state = this.lifecycle.state();
		return state != PublisherState.NEW && state != PublisherState.CLOSED;
	}

	@Override
	public void stop() {
		CompletableFuture<Void> stopped = this.lifecycle.stop();
		// Our own threads do what would be waited for.
		if (!this.threads.areCurrent()) {
			Waits.await(stopped, this.settings.drainTimeout().plusSeconds(1));
		}
	}

	@Override
	public void stop(Runnable callback) {
		this.lifecycle.stop().whenComplete((done, failure) -> callback.run());
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
		return "BatchPipePublisher[" + this.lifecycle.state() + ", " + this.pipes.all().size() + " pipes]";
	}

}
