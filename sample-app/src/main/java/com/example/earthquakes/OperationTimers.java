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

package com.example.earthquakes;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/**
 * The timers of the operations that the feed has called.
 */
@Component
class OperationTimers {

	private final MeterRegistry meterRegistry;

	OperationTimers(MeterRegistry meterRegistry) {
		this.meterRegistry = meterRegistry;
	}

	List<OperationTimer> get() {
		Collection<Timer> timers = this.meterRegistry.find("batchpipe.client.requests").timers();
		Map<String, List<Timer>> byOperation = timers.stream()
			.collect(Collectors.groupingBy((timer) -> tag(timer, "operation")));
		return byOperation.entrySet()
			.stream()
			.map((entry) -> OperationTimer.of(entry.getKey(), entry.getValue()))
			.sorted(Comparator.comparing(OperationTimer::operation))
			.toList();
	}

	private static String tag(Timer timer, String name) {
		return String.valueOf(timer.getId().getTag(name));
	}

	/**
	 * The calls of one operation.
	 *
	 * @param operation the name of the operation
	 * @param calls the number of calls that have ended
	 * @param failures the number of calls that did not end with a 2xx response
	 * @param meanMillis the mean duration in milliseconds
	 * @param maxMillis the longest recent duration in milliseconds
	 */
	record OperationTimer(String operation, long calls, long failures, double meanMillis, double maxMillis) {

		static OperationTimer of(String operation, List<Timer> timers) {
			long calls = timers.stream().mapToLong(Timer::count).sum();
			long failures = timers.stream()
				.filter((timer) -> !"success".equals(tag(timer, "outcome")))
				.mapToLong(Timer::count)
				.sum();
			double total = timers.stream().mapToDouble((timer) -> timer.totalTime(TimeUnit.MILLISECONDS)).sum();
			double max = timers.stream().mapToDouble((timer) -> timer.max(TimeUnit.MILLISECONDS)).max().orElse(0);
			return new OperationTimer(operation, calls, failures, (calls > 0) ? total / calls : 0, max);
		}

	}

}
