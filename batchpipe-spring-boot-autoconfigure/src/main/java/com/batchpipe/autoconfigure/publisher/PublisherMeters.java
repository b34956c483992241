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

package com.batchpipe.autoconfigure.publisher;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeListener;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;

/**
 * Registers the meters of the publisher: those of all pipes together at startup, and
 * those of each pipe when its first record is published. The meters read the existing
 * counts of the publisher, so they add no cost per record. Only the first 100 pipes have
 * separate meters; the records of all other pipes are counted together.
 *
 * @since 0.1.0
 */
public final class PublisherMeters implements MeterBinder, PipeListener {

	static final int MAX_PIPES = 100;

	/**
	 * The tag value for the pipes without separate meters.
	 */
	static final String OTHERS = "others";

	private static final String PREFIX = "batchpipe.publisher.";

	private final ObjectProvider<BatchPipePublisher> publisher;

	private final CopyOnWriteArrayList<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final Set<String> pipes = new LinkedHashSet<>();

	private volatile boolean others;

	private final java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();

	/**
	 * Create the meters.
	 * @param publisher the publisher
	 */
	public PublisherMeters(ObjectProvider<BatchPipePublisher> publisher) {
		this.publisher = publisher;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.publisher.ifAvailable((target) -> {
			bindTotals(registry, target);
			this.lock.lock();
			try {
				this.registries.add(registry);
				this.pipes.forEach((pipe) -> bindPipe(registry, target, pipe));
				if (this.others) {
					bindOthers(registry, target);
				}
			}
			finally {
				this.lock.unlock();
			}
		});
	}

	@Override
	public void pipeAdded(BatchPipePublisher publisher, String pipeId) {
		this.lock.lock();
		try {
			if (this.pipes.contains(pipeId) || this.others) {
				return;
			}
			if (this.pipes.size() < MAX_PIPES) {
				this.pipes.add(pipeId);
				this.registries.forEach((registry) -> bindPipe(registry, publisher, pipeId));
			}
			else {
				this.others = true;
				this.registries.forEach((registry) -> bindOthers(registry, publisher));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void bindTotals(MeterRegistry registry, BatchPipePublisher publisher) {
		Gauge.builder(PREFIX + "buffer.bytes", publisher, (p) -> p.stats().bufferedBytes())
			.description("Bytes in the buffer: the JSON of the records, and 1 KiB for each batch")
			.baseUnit("bytes")
			.register(registry);
		Gauge.builder(PREFIX + "buffer.limit.bytes", publisher, (p) -> p.stats().maxBufferedBytes())
			.description("Maximum number of bytes in the buffer")
			.baseUnit("bytes")
			.register(registry);
		Gauge.builder(PREFIX + "waiters", publisher, (p) -> p.stats().waiters())
			.description("Callers waiting for room in the buffer")
			.register(registry);
		FunctionCounter.builder(PREFIX + "errors", publisher, (p) -> p.stats().errors())
			.description("Unexpected errors in the publisher, its handler or a listener")
			.register(registry);
		FunctionCounter.builder(PREFIX + "handler.dropped", publisher, (p) -> p.stats().handlerDropped())
			.description("Undelivered records that were not passed to the handler because it was too slow")
			.register(registry);
	}

	private void bindOthers(MeterRegistry registry, BatchPipePublisher publisher) {
		bindRecords(registry, publisher, OTHERS, this::readOthers);
	}

	/**
	 * Read a figure of all pipes without separate meters.
	 */
	private double readOthers(BatchPipePublisher publisher, ToDoubleFunction<PipeStats> figure) {
		PublisherStats stats = publisher.stats();
		double sum = figure.applyAsDouble(stats.otherPipes());
		for (Map.Entry<String, PipeStats> pipe : stats.pipes().entrySet()) {
			sum += (this.pipes.contains(pipe.getKey())) ? 0 : figure.applyAsDouble(pipe.getValue());
		}
		return sum;
	}

	private static void bindRecords(MeterRegistry registry, BatchPipePublisher publisher, String pipe,
			FigureReader reader) {
		records(registry, publisher, pipe, "accepted", reader, PipeStats::accepted);
		records(registry, publisher, pipe, "delivered", reader, PipeStats::delivered);
		records(registry, publisher, pipe, "rejected", reader, PipeStats::rejected);
		records(registry, publisher, pipe, "expired", reader, PipeStats::expired);
		records(registry, publisher, pipe, "dropped", reader, PipeStats::dropped);
		records(registry, publisher, pipe, "abandoned", reader, PipeStats::abandoned);
		records(registry, publisher, pipe, "returned", reader, PipeStats::returned);
		Gauge.builder(PREFIX + "buffer.records", publisher, (p) -> reader.read(p, PipeStats::buffered))
			.description("Records in the buffer")
			.tag("pipe", pipe)
			.register(registry);
	}

	private static void records(MeterRegistry registry, BatchPipePublisher publisher, String pipe, String state,
			FigureReader reader, ToDoubleFunction<PipeStats> figure) {
		FunctionCounter.builder(PREFIX + "records", publisher, (p) -> reader.read(p, figure))
			.description("Records by state")
			.tag("pipe", pipe)
			.tag("state", state)
			.register(registry);
	}

	private static void bindPipe(MeterRegistry registry, BatchPipePublisher publisher, String pipe) {
		bindRecords(registry, publisher, pipe, (p, figure) -> read(p, pipe, figure));
		gauge(registry, publisher, pipe, "in.flight", "Requests in flight", PipeStats::inFlight);
		gauge(registry, publisher, pipe, "in.flight.limit", "Current limit on the number of requests in flight",
				PipeStats::inFlightLimit);
		gauge(registry, publisher, pipe, "paused", "Whether sending is paused",
				(stats) -> (stats.pause() != null) ? 1 : 0);
		gauge(registry, publisher, pipe, "oldest.age", "Age of the oldest record in the buffer, in seconds",
				(stats) -> stats.oldestAge().toMillis() / 1000.0);
		seals(registry, publisher, pipe, "count", PipeStats::sealedByCount);
		seals(registry, publisher, pipe, "size", PipeStats::sealedBySize);
		seals(registry, publisher, pipe, "linger", PipeStats::sealedByLinger);
		seals(registry, publisher, pipe, "flush", PipeStats::sealedByFlush);
		counter(registry, publisher, pipe, "retries",
				"Failed requests whose records remained buffered for a retry or were returned",
				(stats) -> stats.requests().retried());
		counter(registry, publisher, pipe, "bisects", "Requests rejected as invalid in a search for invalid records",
				(stats) -> stats.requests().bisected());
		counter(registry, publisher, pipe, "splits", "Requests split because they were too large",
				(stats) -> stats.requests().split());
		FunctionTimer
			.builder(PREFIX + "request", publisher, (p) -> (long) read(p, pipe, (s) -> s.requests().completed()),
					(p) -> read(p, pipe, (s) -> s.requests().time().toNanos()), TimeUnit.NANOSECONDS)
			.description("Duration of requests")
			.tag("pipe", pipe)
			.register(registry);
		FunctionTimer
			.builder(PREFIX + "delivery.latency", publisher,
					(p) -> (long) read(p, pipe, (s) -> s.requests().deliveries()),
					(p) -> read(p, pipe, (s) -> s.requests().deliveryTime().toNanos()), TimeUnit.NANOSECONDS)
			.description("Time from when the first record is added to a batch until the batch is delivered")
			.tag("pipe", pipe)
			.register(registry);
	}

	private static void seals(MeterRegistry registry, BatchPipePublisher publisher, String pipe, String by,
			ToDoubleFunction<PipeStats> figure) {
		FunctionCounter.builder(PREFIX + "batch.seal", publisher, (p) -> read(p, pipe, figure))
			.description("Batches by reason for sealing")
			.tag("pipe", pipe)
			.tag("by", by)
			.register(registry);
	}

	private static void counter(MeterRegistry registry, BatchPipePublisher publisher, String pipe, String name,
			String description, ToDoubleFunction<PipeStats> figure) {
		FunctionCounter.builder(PREFIX + name, publisher, (p) -> read(p, pipe, figure))
			.description(description)
			.tag("pipe", pipe)
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, BatchPipePublisher publisher, String pipe, String name,
			String description, ToDoubleFunction<PipeStats> figure) {
		Gauge.builder(PREFIX + name, publisher, (p) -> read(p, pipe, figure))
			.description(description)
			.tag("pipe", pipe)
			.register(registry);
	}

	private static double read(BatchPipePublisher publisher, String pipe, ToDoubleFunction<PipeStats> figure) {
		PipeStats stats = publisher.stats(pipe);
		return (stats != null) ? figure.applyAsDouble(stats) : 0;
	}

	/**
	 * Reads a figure of one or more pipes.
	 */
	@FunctionalInterface
	private interface FigureReader {

		double read(BatchPipePublisher publisher, ToDoubleFunction<PipeStats> figure);

	}

}
