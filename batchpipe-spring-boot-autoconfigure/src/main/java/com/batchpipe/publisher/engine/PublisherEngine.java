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

package com.batchpipe.publisher.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

import com.batchpipe.client.PathVariables;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherClosedException;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.publisher.RecordTooLargeException;
import com.batchpipe.publisher.batch.ChunkPool;
import com.batchpipe.publisher.batch.Completion;
import com.batchpipe.publisher.batch.EncodedCollection;
import com.batchpipe.publisher.batch.Flush;
import com.batchpipe.publisher.batch.FlushMarks;
import com.batchpipe.publisher.buffer.BatchFactory;
import com.batchpipe.publisher.buffer.BufferContext;
import com.batchpipe.publisher.buffer.ByteBudget;
import com.batchpipe.publisher.buffer.CollectionIntake;
import com.batchpipe.publisher.buffer.DropCandidates;
import com.batchpipe.publisher.buffer.Linger;
import com.batchpipe.publisher.buffer.OverflowHandler;
import com.batchpipe.publisher.buffer.Pipe;
import com.batchpipe.publisher.buffer.PipeFigures;
import com.batchpipe.publisher.buffer.PipeLimits;
import com.batchpipe.publisher.buffer.PipeRegistry;
import com.batchpipe.publisher.buffer.RecordIntake;
import com.batchpipe.publisher.delivery.Dispatcher;
import com.batchpipe.publisher.delivery.IngestCall;
import com.batchpipe.publisher.delivery.PipeSenderFactory;
import com.batchpipe.publisher.delivery.RequestSender;
import com.batchpipe.publisher.delivery.Settlement;
import com.batchpipe.publisher.delivery.SharedLimits;
import com.batchpipe.publisher.delivery.UndeliveredQueue;
import com.batchpipe.publisher.encoding.CollectionEncoder;
import com.batchpipe.publisher.encoding.JsonObjectRange;
import com.batchpipe.publisher.encoding.RecordEncoder;
import com.batchpipe.publisher.encoding.RecordEncoderPool;
import com.batchpipe.publisher.limit.Backoff;
import com.batchpipe.publisher.limit.TotalInFlightLimit;
import com.batchpipe.publisher.log.PublisherLog;
import com.batchpipe.publisher.settings.PublisherDraft;
import com.batchpipe.publisher.settings.PublisherSettings;
import com.batchpipe.publisher.thread.EventLoop;
import com.batchpipe.publisher.thread.PublisherThreads;

/**
 * Assembles the parts of a publisher and passes each record from one to the next: the
 * record is encoded on the calling thread and added to the buffer of its pipe, from which
 * it is delivered. Safe for use by multiple threads.
 */
public final class PublisherEngine {

	private final PublisherSettings settings;

	private final EventLoop loop;

	private final ByteBudget budget;

	private final PublisherLog log;

	private final RecordEncoderPool encoders;

	private final CollectionEncoder collectionEncoder;

	private final FlushMarks flushMarks = new FlushMarks();

	private final PipeRegistry pipes;

	private final BufferContext bufferContext;

	private final RecordIntake records;

	private final CollectionIntake collections;

	private final UndeliveredQueue undelivered;

	private final Dispatcher dispatcher;

	private final PublisherLifecycle lifecycle;

	private final @Nullable Consumer<String> pipeAdded;

	/**
	 * Create an engine.
	 * @param pipeAdded receives the identifier of each pipe that is kept permanently, on
	 * the sending thread
	 */
	public PublisherEngine(PublisherDraft draft, PublisherSettings settings, PublisherThreads threads,
			PipeLimits pipeLimits, @Nullable Consumer<String> pipeAdded) {
		this.settings = settings;
		this.loop = threads.loop();
		this.pipeAdded = pipeAdded;
		Executor callbacks = threads.callbacks();
		// Shared objects.
		this.budget = new ByteBudget(settings.maxBufferSize());
		ChunkPool chunks = new ChunkPool(settings.maxBufferSize() / 4);
		this.pipes = new PipeRegistry(this.budget, this.loop, pipeLimits);
		this.log = new PublisherLog(this.loop, this.pipes::buffered);
		// Encoding.
		this.encoders = RecordEncoderPool.create(draft.recordMapper, settings.recordIdField());
		this.collectionEncoder = new CollectionEncoder(settings, this.encoders, chunks);
		// Delivery.
		this.undelivered = new UndeliveredQueue(draft.undeliveredRecordHandler, threads.handler(),
				settings.maxBufferSize(), this.log);
		Settlement settlement = new Settlement(settings, callbacks, this.undelivered, this.log, this.loop);
		Backoff backoff = new Backoff(settings.minBackoff(), settings.maxBackoff(),
				() -> ThreadLocalRandom.current().nextDouble());
		TotalInFlightLimit total = new TotalInFlightLimit(settings.maxTotalInFlight());
		SharedLimits limits = new SharedLimits(total, backoff, settings.probeInterval());
		RequestSender requests = new RequestSender(new IngestCall(draft.client, settings), settings.requestTimeout(),
				this.loop, this.log);
		PipeSenderFactory senders = new PipeSenderFactory(settings, this.loop, limits, requests, settlement,
				this.log.pauses(), chunks);
		this.dispatcher = new Dispatcher(this.loop, this.log, limits, total, senders, this.pipes.deliveries());
		this.loop.onError(this.dispatcher::taskFailed);
		// Buffer.
		BatchFactory batches = new BatchFactory(chunks, this.flushMarks, this.loop);
		this.bufferContext = new BufferContext(settings, new Linger(settings.linger()), this.budget, batches);
		OverflowHandler overflow = new OverflowHandler(settings, this.budget, settlement, chunks,
				new DropCandidates(this.pipes.all(), this.loop), callbacks, (forgotten) -> pipe(forgotten.pipeId()));
		this.records = new RecordIntake(this.budget, overflow, settlement);
		this.collections = new CollectionIntake(this.budget, batches, overflow, settlement);
		this.lifecycle = new PublisherLifecycle(this.loop, settings.drainTimeout(), this.dispatcher, this.pipes.all(),
				this.budget, this.undelivered, this.log, this::stats);
	}

	/**
	 * Return a pipe, creating it if necessary.
	 */
	public Pipe pipe(String pipeId) {
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
		Consumer<String> listener = this.pipeAdded;
		if (kept && listener != null) {
			this.loop.execute(() -> listener.accept(pipeId));
		}
		return new Pipe(pipeId, kept, this.bufferContext, this.dispatcher);
	}

	/**
	 * Accept a record. If there is no room, the overflow policy applies.
	 */
	public void accept(Pipe pipe, Object record, @Nullable Completion completion) {
		byte[] withoutRoom = encodeAndOffer(pipe, record, completion);
		if (withoutRoom != null) {
			this.records.overflow(pipe, withoutRoom, completion);
		}
	}

	/**
	 * Accept a record as soon as there is room.
	 */
	public Mono<Void> acceptWhenRoom(Pipe pipe, Object record, Completion completion) {
		byte[] withoutRoom = encodeAndOffer(pipe, record, completion);
		return (withoutRoom != null) ? this.records.appendWhenRoom(pipe, withoutRoom, completion) : Mono.empty();
	}

	/**
	 * Encode a record and accept it if there is room.
	 * @return the record's JSON if there is no room, otherwise {@code null}
	 */
	public byte @Nullable [] encodeAndOffer(Pipe pipe, Object record, @Nullable Completion completion) {
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
				// A new encoder will be created. The record may have been accepted.
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

	/**
	 * Accept a collection. If there is no room, the overflow policy applies.
	 */
	public CompletableFuture<BatchResult> send(Pipe pipe, Collection<?> collection, BatchOptions options) {
		return this.collections.send(pipe, encode(pipe, collection, options), options);
	}

	/**
	 * Accept a collection as soon as there is room.
	 */
	public Mono<BatchResult> sendWhenRoom(Pipe pipe, Collection<?> collection, BatchOptions options) {
		return this.collections.sendWhenRoom(pipe, encode(pipe, collection, options), options);
	}

	private EncodedCollection encode(Pipe pipe, Collection<?> collection, BatchOptions options) {
		return this.collectionEncoder.encode(collection, collection.size(), pipe.buffer().maxBatchSize(), options);
	}

	/**
	 * Begin to send all buffered records without waiting for batches to fill.
	 */
	public Flush beginFlush() {
		Flush flush = this.flushMarks.beginFlush();
		this.pipes.all().forEach(Pipe::seal);
		this.loop.execute(this.dispatcher::pumpAll);
		return flush;
	}

	public PublisherStats stats() {
		Map<String, PipeStats> kept = new TreeMap<>();
		PauseCause pause = this.dispatcher.pause();
		PipeStats others = this.pipes.read(kept, pause, this.loop.nanoTime());
		return new PublisherStats(this.lifecycle.state(), pause, this.budget.used(), this.budget.limit(),
				this.budget.waiting(), this.log.errors(), this.undelivered.dropped(), kept, others);
	}

	public @Nullable PipeStats stats(String pipeId) {
		Pipe pipe = this.pipes.find(pipeId);
		return (pipe != null) ? PipeFigures.of(pipe, this.dispatcher.pause(), this.loop.nanoTime()) : null;
	}

	/**
	 * Return the number of known pipes.
	 */
	public int pipeCount() {
		return this.pipes.all().size();
	}

	public PublisherLifecycle lifecycle() {
		return this.lifecycle;
	}

}
