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

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * Decides what the workers of a relay do next: which pipe to claim, when to poll, and
 * when to wait. It does not depend on threads or on the database. Times are in
 * nanoseconds. Not safe for use by multiple threads.
 */
final class RelaySchedule {

	private final boolean inOrder;

	private final PollInterval pollInterval;

	private final Map<String, Pipe> pipes = new HashMap<>();

	private final Deque<Pipe> ready = new ArrayDeque<>();

	private final PriorityQueue<Pipe> blocked = new PriorityQueue<>(Comparator.comparingLong((pipe) -> pipe.notBefore));

	private long nextPoll;

	private boolean polling;

	private int claiming;

	/**
	 * The reason for the pause. No task starts before {@link #pausedUntil}. After that,
	 * only one task runs at a time until a claim ends without such a failure or, if the
	 * cause is the database, until a poll succeeds.
	 */
	private @Nullable RelayPause pause;

	private long pausedUntil;

	/**
	 * Create a schedule.
	 * @param inOrder whether a pipe is claimed by one worker at a time
	 * @param pollInterval the time between polls
	 * @param now the current time, at which the first poll is due
	 */
	RelaySchedule(boolean inOrder, PollInterval pollInterval, long now) {
		this.inOrder = inOrder;
		this.pollInterval = pollInterval;
		this.nextPoll = now;
	}

	/**
	 * Return the next task.
	 */
	Task next(long now) {
		unblock(now);
		if (!admits(now)) {
			return Task.NOTHING;
		}
		if (!this.polling && now - this.nextPoll >= 0) {
			this.polling = true;
			return Task.POLL;
		}
		Pipe pipe = this.ready.poll();
		if (pipe == null) {
			return Task.NOTHING;
		}
		pipe.queued = false;
		pipe.workers++;
		this.claiming++;
		return Task.claim(pipe.id);
	}

	private boolean admits(long now) {
		return this.pause == null || (now - this.pausedUntil >= 0 && this.claiming == 0 && !this.polling);
	}

	/**
	 * Return the time in nanoseconds after which there may be a task, even if nothing
	 * else happens in the meantime.
	 */
	long untilNext(long now) {
		if (this.pause != null && (this.claiming > 0 || this.polling)) {
			return Long.MAX_VALUE;
		}
		long wait = (this.ready.isEmpty()) ? untilPollOrUnblocked(now) : 0;
		return (this.pause != null) ? Math.max(wait, this.pausedUntil - now) : wait;
	}

	private long untilPollOrUnblocked(long now) {
		long wait = (this.polling) ? Long.MAX_VALUE : this.nextPoll - now;
		Pipe first = this.blocked.peek();
		return (first != null) ? Math.min(wait, first.notBefore - now) : wait;
	}

	/**
	 * Return whether there are more tasks than the one a worker has just taken.
	 */
	boolean isBusy() {
		return !this.ready.isEmpty();
	}

	/**
	 * Record that a pipe has rows.
	 */
	void offer(String pipeId) {
		Pipe pipe = this.pipes.computeIfAbsent(pipeId, Pipe::new);
		pipe.hasRows = true;
		enqueue(pipe);
	}

	/**
	 * Record that this instance has committed records, which makes further records
	 * likely.
	 */
	void committed() {
		this.pollInterval.reset();
	}

	/**
	 * Record that a poll has ended.
	 * @param found whether there were rows
	 * @param more whether there may be more pipes with rows
	 */
	void polled(boolean found, boolean more, long now) {
		this.polling = false;
		if (this.pause == RelayPause.DATABASE) {
			resume();
		}
		this.nextPoll = (more) ? now : now + this.pollInterval.next(found);
	}

	/**
	 * Record that a poll has failed.
	 * @param wait how long to wait before the next task
	 */
	void pollFailed(long wait, long now) {
		this.polling = false;
		this.nextPoll = now + wait;
		pause(RelayPause.DATABASE, now + wait);
	}

	/**
	 * Record that a claim of a pipe has reached its maximum number of rows or its maximum
	 * size. The pipe may have more rows.
	 */
	void moreThanClaimed(String pipeId) {
		offer(pipeId);
	}

	/**
	 * Record that the claimed rows of a pipe were sent, or that there were none.
	 */
	void done(String pipeId) {
		Pipe pipe = ended(pipeId);
		pipe.failing = false;
		resume();
		enqueue(pipe);
	}

	/**
	 * Record that rows of a pipe were returned to the table, to be sent later.
	 * @param wait how long to wait before the pipe is claimed again
	 */
	void returned(String pipeId, long wait, long now) {
		block(ended(pipeId), now + wait);
		resume();
	}

	/**
	 * Record that a claim has failed for a reason that concerns all pipes.
	 * @param cause the reason
	 * @param wait how long to wait before the next claim
	 */
	void failed(String pipeId, RelayPause cause, long wait, long now) {
		block(ended(pipeId), now + wait);
		pause(cause, now + wait);
	}

	@Nullable RelayPause pause() {
		return this.pause;
	}

	private Pipe ended(String pipeId) {
		Pipe pipe = this.pipes.computeIfAbsent(pipeId, Pipe::new);
		pipe.workers--;
		this.claiming--;
		return pipe;
	}

	private void pause(RelayPause cause, long until) {
		this.pausedUntil = (this.pause != null) ? Math.max(this.pausedUntil, until) : until;
		this.pause = cause;
	}

	private void resume() {
		this.pause = null;
	}

	private void block(Pipe pipe, long until) {
		pipe.failing = true;
		pipe.hasRows = true;
		this.ready.remove(pipe);
		this.blocked.remove(pipe);
		pipe.queued = false;
		pipe.notBefore = (pipe.isBlocked) ? Math.max(pipe.notBefore, until) : until;
		pipe.isBlocked = true;
		this.blocked.add(pipe);
	}

	private void unblock(long now) {
		Pipe first = this.blocked.peek();
		while (first != null && now - first.notBefore >= 0) {
			this.blocked.poll();
			first.isBlocked = false;
			enqueue(first);
			first = this.blocked.peek();
		}
	}

	/**
	 * Enqueue a pipe. After a failure, a single worker probes whether the cause still
	 * exists.
	 */
	private void enqueue(Pipe pipe) {
		boolean alone = this.inOrder || pipe.failing;
		if (pipe.hasRows && !pipe.queued && !pipe.isBlocked && (!alone || pipe.workers == 0)) {
			pipe.hasRows = false;
			pipe.queued = true;
			this.ready.add(pipe);
		}
		else if (!pipe.hasRows && !pipe.queued && !pipe.isBlocked && pipe.workers == 0) {
			this.pipes.remove(pipe.id);
		}
	}

	/**
	 * The state of a pipe with rows.
	 */
	private static final class Pipe {

		private final String id;

		private boolean hasRows;

		private boolean queued;

		private boolean isBlocked;

		private boolean failing;

		private int workers;

		private long notBefore;

		Pipe(String id) {
			this.id = id;
		}

	}

	/**
	 * The next task of a worker.
	 *
	 * @param kind the kind of the task
	 * @param pipeId the pipe to claim, or empty if the task does not concern a pipe
	 */
	record Task(Kind kind, String pipeId) {

		static final Task NOTHING = new Task(Kind.NOTHING, "");

		static final Task POLL = new Task(Kind.POLL, "");

		static Task claim(String pipeId) {
			return new Task(Kind.CLAIM, pipeId);
		}

		/**
		 * The kinds of tasks.
		 */
		enum Kind {

			/**
			 * Wait.
			 */
			NOTHING,

			/**
			 * Find rows of any pipe.
			 */
			POLL,

			/**
			 * Claim and send rows of a pipe.
			 */
			CLAIM

		}

	}

}
