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

package com.batchpipe.publisher.log;

import java.time.Duration;

/**
 * Formats durations for people, with appropriate precision.
 */
public final class WaitText {

	private WaitText() {
	}

	public static String of(Duration duration) {
		return of(duration.toNanos());
	}

	public static String of(long nanos) {
		long millis = Math.round(nanos / 1_000_000.0);
		if (millis < 1000) {
			return millis + " ms";
		}
		long tenths = Math.round(millis / 100.0);
		if (tenths < 100 && tenths % 10 != 0) {
			return tenths / 10.0 + " s";
		}
		long seconds = Math.round(millis / 1000.0);
		if (seconds < 120) {
			return seconds + " s";
		}
		long minutes = seconds / 60;
		if (minutes < 120) {
			return minutes + " min" + ((seconds % 60 != 0) ? " " + seconds % 60 + " s" : "");
		}
		return minutes / 60 + " h" + ((minutes % 60 != 0) ? " " + minutes % 60 + " min" : "");
	}

}
