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

import org.jspecify.annotations.Nullable;

/**
 * Statistics of one instance of an outbox since it was created, and the counts of its
 * last query of the table.
 *
 * @param published the number of records that this instance has committed
 * @param delivered the number of records that this instance has sent and BatchPipe has
 * accepted
 * @param setAsideByInstance the number of records that this instance has set aside
 * @param pending the number of rows in the table, up to a million, or -1 if this instance
 * has not queried it yet
 * @param setAside the number of records that are currently set aside, by whichever
 * instance, or -1 if this instance has not counted them yet
 * @param oldestAge the age of the oldest row according to the clocks of the instances, or
 * zero if there was none
 * @param pause why the relay of this instance is paused, or {@code null} if it is not
 * @param relaying {@code true} if the outbox of this instance is running, even if this
 * instance sends no records
 * @since 0.1.0
 */
public record OutboxStats(long published, long delivered, long setAsideByInstance, long pending, long setAside,
		Duration oldestAge, @Nullable RelayPause pause, boolean relaying) {

}
