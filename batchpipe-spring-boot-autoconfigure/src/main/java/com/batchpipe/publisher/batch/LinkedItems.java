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

package com.batchpipe.publisher.batch;

import org.jspecify.annotations.Nullable;

/**
 * A list of items that know their neighbors. Not safe for use by multiple threads.
 *
 * @param <T> the type of item
 */
public class LinkedItems<T extends Linked<T>> {

	private @Nullable T first;

	private @Nullable T last;

	private int size;

	public void addLast(T item) {
		addBehind(this.last, item);
	}

	/**
	 * Add an item after another item, or as the first one.
	 */
	public void addBehind(@Nullable T before, T item) {
		T after = (before != null) ? before.next : this.first;
		item.previous = before;
		item.next = after;
		if (before != null) {
			before.next = item;
		}
		else {
			this.first = item;
		}
		if (after != null) {
			after.previous = item;
		}
		else {
			this.last = item;
		}
		this.size++;
	}

	public void remove(T item) {
		T before = item.previous;
		T after = item.next;
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
		item.previous = null;
		item.next = null;
		this.size--;
	}

	public @Nullable T first() {
		return this.first;
	}

	public @Nullable T last() {
		return this.last;
	}

	public int size() {
		return this.size;
	}

}
