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

/**
 * What the builder of an outbox has collected, checked.
 *
 * @param workers how many threads claim and send rows
 * @param pollInterval the time between two looks for rows of other instances
 * @param maxPollInterval the same after nothing has come for long
 * @param drainTimeout how long a stop waits for what is in flight
 * @param inOrder whether the rows of a pipe are sent one claim after the other
 * @param maxClaimRecords how many rows a claim has at most
 * @param maxClaimBytes about how many bytes of JSON a claim has at most
 */
record OutboxSettings(int workers, Duration pollInterval, Duration maxPollInterval, Duration drainTimeout,
		boolean inOrder, int maxClaimRecords, long maxClaimBytes) {

	OutboxSettings {
		check(workers >= 1 && workers <= 64, "workers", "must be between 1 and 64");
		check(!pollInterval.isNegative() && pollInterval.toMillis() >= 10, "pollInterval", "must be at least 10 ms");
		check(maxPollInterval.compareTo(pollInterval) >= 0, "maxPollInterval",
				"must not be shorter than 'pollInterval'");
		check(!drainTimeout.isNegative(), "drainTimeout", "must not be negative");
		check(maxClaimRecords > 0, "maxClaimRecords", "must be greater than zero");
		check(maxClaimBytes > 0, "maxClaimSize", "must be greater than zero");
	}

	private static void check(boolean condition, String setting, String reason) {
		if (!condition) {
			throw new InvalidOutboxSettingException(setting, reason);
		}
	}

}
