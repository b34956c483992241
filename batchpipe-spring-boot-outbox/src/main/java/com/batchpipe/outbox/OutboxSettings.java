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
 * The checked settings of an outbox.
 *
 * @param workers the number of threads that claim and send rows
 * @param pollInterval the time between two polls for rows of other instances
 * @param maxPollInterval the time to which the poll interval grows while no rows are
 * found
 * @param drainTimeout how long to wait for requests in flight when the outbox is stopped
 * @param inOrder whether the rows of a pipe are sent one claim after another
 * @param maxClaimRecords the maximum number of rows in a claim
 * @param maxClaimBytes the maximum size of the request for a claim, in bytes
 */
record OutboxSettings(int workers, Duration pollInterval, Duration maxPollInterval, Duration drainTimeout,
		boolean inOrder, int maxClaimRecords, long maxClaimBytes) {

	OutboxSettings {
		check(workers >= 1 && workers <= 64, "workers", "must be between 1 and 64");
		check(!pollInterval.isNegative() && pollInterval.toMillis() >= 10, "pollInterval", "must be at least 10 ms");
		check(maxPollInterval.compareTo(pollInterval) >= 0, "maxPollInterval", "must not be less than 'pollInterval'");
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
