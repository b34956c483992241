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

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Summarizes pauses that have ended, with limited memory. Used by the sending thread
 * only.
 */
public final class EndedPauses {

	private static final int MAX_NAMES = 1000;

	private final Set<String> names = new LinkedHashSet<>();

	private long count;

	private long longest;

	private String last = "";

	/**
	 * Add a pause.
	 * @param what the name of what was paused
	 * @param cause the cause in words
	 * @param nanos the duration of the pause in nanoseconds
	 */
	void add(String what, String cause, long nanos) {
		if (this.names.size() < MAX_NAMES) {
			this.names.add(what);
		}
		this.count++;
		this.longest = Math.max(this.longest, nanos);
		this.last = what + ": " + cause;
	}

	boolean isEmpty() {
		return this.count == 0;
	}

	/**
	 * Return the number of pauses, of which several may concern the same pipe.
	 * @return the number of pauses
	 */
	long count() {
		return this.count;
	}

	/**
	 * Return the number of distinct names, or the number of pauses if there are too many
	 * names.
	 * @return the number, at least as large as the number of names
	 */
	long distinct() {
		return (this.names.size() < MAX_NAMES) ? this.names.size() : this.count;
	}

	/**
	 * Return the distinct names of what was paused, at most a thousand.
	 * @return the names
	 */
	Set<String> names() {
		return this.names;
	}

	/**
	 * Return the duration of the longest pause.
	 * @return the duration in nanoseconds
	 */
	long longest() {
		return this.longest;
	}

	/**
	 * Return what was paused last, and why.
	 * @return a phrase for a log line
	 */
	String last() {
		return this.last;
	}

	void clear() {
		this.names.clear();
		this.count = 0;
		this.longest = 0;
		this.last = "";
	}

}
