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

import org.jspecify.annotations.Nullable;

/**
 * A list of pipes that needs no memory, because each pipe knows its neighbours. A pipe is
 * in one list at most.
 */
final class PipeList {

	private @Nullable Pipe first;

	private @Nullable Pipe last;

	private int size;

	void addLast(Pipe pipe) {
		Pipe before = this.last;
		pipe.previous = before;
		pipe.next = null;
		if (before != null) {
			before.next = pipe;
		}
		else {
			this.first = pipe;
		}
		this.last = pipe;
		this.size++;
	}

	void remove(Pipe pipe) {
		Pipe before = pipe.previous;
		Pipe after = pipe.next;
		if (before != null) {
			before.next = after;
		}
		else {
			this.first = after;
		}
		if (after != null) {
			after.previous = before;
		}
		else {
			this.last = before;
		}
		pipe.previous = null;
		pipe.next = null;
		this.size--;
	}

	@Nullable Pipe first() {
		return this.first;
	}

	int size() {
		return this.size;
	}

}
