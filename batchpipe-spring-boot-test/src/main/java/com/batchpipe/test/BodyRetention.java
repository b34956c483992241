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

package com.batchpipe.test;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory for all bodies that a server keeps. The oldest ones are discarded
 * first.
 */
final class BodyRetention {

	/**
	 * The approximate memory that a body needs in addition to its bytes.
	 */
	private static final int OVERHEAD = 256;

	private final long limit;

	private final AtomicLong used = new AtomicLong();

	private final Queue<RetainedBody> bodies = new ConcurrentLinkedQueue<>();

	BodyRetention(long limit) {
		this.limit = limit;
	}

	void add(RetainedBody body) {
		if (body.size() == 0) {
			return;
		}
		this.bodies.add(body);
		this.used.addAndGet(cost(body));
		while (this.used.get() > this.limit) {
			RetainedBody oldest = this.bodies.poll();
			if (oldest == null) {
				return;
			}
			oldest.release();
			this.used.addAndGet(-cost(oldest));
		}
	}

	/**
	 * Forget the bodies that have been released elsewhere.
	 */
	void removeReleased() {
		this.bodies.removeIf((body) -> {
			if (body.isReleased()) {
				this.used.addAndGet(-cost(body));
				return true;
			}
			return false;
		});
	}

	private static long cost(RetainedBody body) {
		return (long) body.size() + OVERHEAD;
	}

}
