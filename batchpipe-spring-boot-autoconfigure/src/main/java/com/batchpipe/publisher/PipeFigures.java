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

import org.jspecify.annotations.Nullable;

/**
 * Reads the figures of a pipe, all at one moment.
 */
final class PipeFigures {

	private PipeFigures() {
	}

	static PipeStats of(Pipe pipe, @Nullable PauseCause pauseOfAll, long now) {
		PipeSender sender = pipe.sender();
		PauseCause pause = (sender.pause() != null) ? sender.pause() : pauseOfAll;
		return pipe.buffer()
			.read((ledger) -> new PipeStats(ledger.acceptedCount(), ledger.count(RecordState.DELIVERED),
					ledger.count(RecordState.REJECTED), ledger.count(RecordState.EXPIRED),
					ledger.count(RecordState.DROPPED), ledger.count(RecordState.ABANDONED), pipe.buffer().held(),
					sender.inFlight(), sender.inFlightLimit(), Duration.ofNanos(pipe.buffer().oldest(now)), pause,
					ledger.requestStats(), ledger.count(SealCause.COUNT), ledger.count(SealCause.SIZE),
					ledger.count(SealCause.LINGER), ledger.count(SealCause.FLUSH)));
	}

}
