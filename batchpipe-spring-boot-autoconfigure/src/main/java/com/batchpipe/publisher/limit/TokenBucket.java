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

package com.batchpipe.publisher.limit;

/**
 * A number of permits that grows over time up to a maximum.
 */
public final class TokenBucket {

	private final double perNano;

	private final double max;

	private double tokens;

	private long updatedAt;

	public TokenBucket(double perSecond, double max, long now) {
		this.perNano = perSecond / 1e9;
		this.max = max;
		this.tokens = max;
		this.updatedAt = now;
	}

	public void add(double added) {
		this.tokens = Math.min(this.max, this.tokens + added);
	}

	public boolean tryTake(long now) {
		refill(now);
		if (this.tokens < 1) {
			return false;
		}
		this.tokens -= 1;
		return true;
	}

	/**
	 * Return how long to wait for the next permit, in nanoseconds.
	 */
	public long nanosUntilNext(long now) {
		refill(now);
		return (this.tokens >= 1) ? 0 : (long) Math.ceil((1 - this.tokens) / this.perNano);
	}

	public boolean isFull(long now) {
		refill(now);
		return this.tokens >= this.max;
	}

	private void refill(long now) {
		add((now - this.updatedAt) * this.perNano);
		this.updatedAt = now;
	}

}
