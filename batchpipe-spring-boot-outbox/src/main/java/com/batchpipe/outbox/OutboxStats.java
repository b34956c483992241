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
 * What one instance of an outbox has done since it was created, and what its last look at
 * the table has found.
 *
 * @param published how many records were committed by this instance
 * @param delivered how many records this instance has sent and BatchPipe has accepted
 * @param setAsideByInstance how many records this instance has set aside
 * @param pending how many rows the table had, up to a million, or -1 if this instance has
 * not looked yet
 * @param setAside how many records are set aside, by any instance, or -1 if this instance
 * has not looked yet
 * @param oldestAge how old the oldest row was, by the clocks of the instances, zero if
 * there was none
 * @param pause why the relay of this instance claims nothing for a while, or {@code null}
 * @param relaying whether the relay of this instance is running
 * @since 0.1.0
 */
public record OutboxStats(long published, long delivered, long setAsideByInstance, long pending, long setAside,
		Duration oldestAge, @Nullable RelayPause pause, boolean relaying) {

}
