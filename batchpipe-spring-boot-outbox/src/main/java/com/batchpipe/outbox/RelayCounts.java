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

package com.batchpipe.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import com.batchpipe.publisher.BatchResult.Undelivered;

/**
 * Counts the work of an instance and notifies the listener. Safe for use by multiple
 * threads.
 */
final class RelayCounts {

	private final OutboxListener listener;

	private final RelayLog log;

	private final LongAdder published = new LongAdder();

	private final LongAdder delivered = new LongAdder();

	private final LongAdder setAside = new LongAdder();

	RelayCounts(OutboxListener listener, RelayLog log) {
		this.listener = listener;
		this.log = log;
	}

	void published(long records) {
		this.published.add(records);
	}

	void add(String pipeId, Shipment shipment, Duration time, Instant now) {
		int records = shipment.result().delivered();
		this.delivered.add(records);
		callListener((listener) -> listener.claimed(pipeId, shipment.records().size(), time));
		if (records > 0) {
			Duration lag = Duration.between(RecordIds.time(shipment.records().get(0).id()), now);
			callListener((listener) -> listener.delivered(pipeId, records, (lag.isNegative()) ? Duration.ZERO : lag));
		}
		for (Undelivered part : shipment.rejected()) {
			this.setAside.add(part.count());
			callListener((listener) -> listener.setAside(pipeId, part.count(), part.reason(), part.status()));
		}
	}

	/**
	 * Call the listener. The transaction is committed, so an exception must not look like
	 * a failure of the database.
	 */
	private void callListener(Consumer<OutboxListener> event) {
		try {
			event.accept(this.listener);
		}
		catch (RuntimeException ex) {
			this.log.listenerFailed(ex);
		}
	}

	long published() {
		return this.published.sum();
	}

	long delivered() {
		return this.delivered.sum();
	}

	long setAside() {
		return this.setAside.sum();
	}

}
