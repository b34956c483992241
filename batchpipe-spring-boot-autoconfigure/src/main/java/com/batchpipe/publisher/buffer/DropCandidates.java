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

package com.batchpipe.publisher.buffer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.thread.EventLoop;

/**
 * Finds pipes whose batches can be dropped to make room, starting with those that use the
 * most bytes. If there are more than 100 pipes, it does not search all of them for each
 * batch. Safe for use by multiple threads.
 */
public final class DropCandidates {

	private static final int MAX_FOUND = 100;

	private static final long SEARCH_INTERVAL = Duration.ofMillis(100).toNanos();

	private final Collection<Pipe> pipes;

	private final EventLoop loop;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Pipe> found = new ArrayDeque<>();

	private boolean foundMany;

	private long nextSearch;

	public DropCandidates(Collection<Pipe> pipes, EventLoop loop) {
		this.pipes = pipes;
		this.loop = loop;
		this.nextSearch = loop.nanoTime();
	}

	/**
	 * Return a pipe with a batch that can be dropped, or {@code null} if none is found.
	 */
	@Nullable Pipe next() {
		this.lock.lock();
		try {
			if (isSearchDue()) {
				search();
			}
			Pipe pipe = this.found.pollFirst();
			while (pipe != null && !pipe.buffer().hasWaiting()) {
				pipe = this.found.pollFirst();
			}
			if (pipe != null) {
				this.found.addLast(pipe);
			}
			return pipe;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether to search again. If the last search found the maximum number of
	 * pipes, the next one begins as soon as these are used up.
	 */
	private boolean isSearchDue() {
		return this.pipes.size() <= MAX_FOUND || (this.found.isEmpty() && this.foundMany)
				|| this.loop.nanoTime() - this.nextSearch >= 0;
	}

	private void search() {
		PriorityQueue<Candidate> fullest = new PriorityQueue<>(Comparator.comparingLong(Candidate::used));
		for (Pipe pipe : this.pipes) {
			if (pipe.buffer().hasWaiting()) {
				fullest.add(new Candidate(pipe, pipe.share().used()));
				if (fullest.size() > MAX_FOUND) {
					fullest.remove();
				}
			}
		}
		this.foundMany = fullest.size() == MAX_FOUND;
		this.found.clear();
		while (!fullest.isEmpty()) {
			this.found.addFirst(fullest.remove().pipe());
		}
		this.nextSearch = this.loop.nanoTime() + SEARCH_INTERVAL;
	}

	/**
	 * A pipe, and the number of bytes it used when it was examined.
	 *
	 * @param pipe the pipe
	 * @param used the number of bytes
	 */
	private record Candidate(Pipe pipe, long used) {

	}

}
