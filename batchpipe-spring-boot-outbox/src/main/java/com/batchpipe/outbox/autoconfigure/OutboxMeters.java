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

package com.batchpipe.outbox.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;

import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.OutboxListener;
import com.batchpipe.outbox.OutboxStats;
import com.batchpipe.outbox.RelayPause;

/**
 * Registers the meters of the outbox at startup. Counters and gauges read the existing
 * counts of the outbox, so they cause no queries, neither per record nor per scrape.
 */
final class OutboxMeters implements MeterBinder, OutboxListener {

	private static final String PREFIX = "batchpipe.outbox.";

	private final ObjectProvider<BatchPipeOutbox> outbox;

	private final List<Timer> lags = new CopyOnWriteArrayList<>();

	private final List<Timer> claims = new CopyOnWriteArrayList<>();

	OutboxMeters(ObjectProvider<BatchPipeOutbox> outbox) {
		this.outbox = outbox;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.outbox.ifAvailable((outbox) -> bind(registry, outbox));
	}

	private void bind(MeterRegistry registry, BatchPipeOutbox outbox) {
		records(registry, outbox, "published", OutboxStats::published);
		records(registry, outbox, "delivered", OutboxStats::delivered);
		records(registry, outbox, "set_aside", OutboxStats::setAsideByInstance);
		gauge(registry, outbox, "pending", "Pending records, counted up to one million",
				(stats) -> known(stats.pending(), stats.pending()));
		gauge(registry, outbox, "set.aside", "Records set aside", (stats) -> known(stats.setAside(), stats.setAside()));
		gauge(registry, outbox, "oldest.age", "Age of the oldest pending record, in seconds",
				(stats) -> known(stats.pending(), stats.oldestAge().toMillis() / 1000.0));
		paused(registry, outbox, "database", RelayPause.DATABASE);
		paused(registry, outbox, "unreachable", RelayPause.UNREACHABLE);
		this.lags.add(Timer.builder(PREFIX + "lag")
			.description("Age, at delivery, of the oldest record in a request")
			.register(registry));
		this.claims.add(Timer.builder(PREFIX + "claim")
			.description("Duration of the relay's transactions, including the request")
			.register(registry));
	}

	/**
	 * Return the value, or NaN if this instance has not queried the table yet.
	 */
	private static double known(long count, double value) {
		return (count >= 0) ? value : Double.NaN;
	}

	private static void records(MeterRegistry registry, BatchPipeOutbox outbox, String state,
			ToDoubleFunction<OutboxStats> figure) {
		FunctionCounter.builder(PREFIX + "records", outbox, (o) -> figure.applyAsDouble(o.stats()))
			.description("Records by state")
			.tag("state", state)
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, BatchPipeOutbox outbox, String name, String description,
			ToDoubleFunction<OutboxStats> figure) {
		Gauge.builder(PREFIX + name, outbox, (o) -> figure.applyAsDouble(o.stats()))
			.description(description)
			.register(registry);
	}

	private static void paused(MeterRegistry registry, BatchPipeOutbox outbox, String cause, RelayPause pause) {
		Gauge.builder(PREFIX + "paused", outbox, (o) -> (o.stats().pause() == pause) ? 1 : 0)
			.description("Whether the relay is paused, by cause")
			.tag("cause", cause)
			.register(registry);
	}

	@Override
	public void claimed(String pipeId, int records, Duration time) {
		this.claims.forEach((timer) -> timer.record(time));
	}

	@Override
	public void delivered(String pipeId, int records, Duration lag) {
		this.lags.forEach((timer) -> timer.record(lag));
	}

}
