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
 * All that belongs to one pipe. There may be very many of them, so what is needed only
 * while something is sent is there only then.
 */
final class Pipe extends Linked<Pipe> implements Runnable {

	private final String id;

	private final boolean kept;

	private final PipeBuffer buffer;

	private final ByteBudget.Share share;

	private final ByteBudget budget;

	private final Dispatcher dispatcher;

	/**
	 * Whether it waits until it may send. Used by the sending thread only.
	 */
	boolean waiting;

	/**
	 * Whether something is left to be done because of an error in a thread that
	 * published. Set without a call, because the stack may have no room for one.
	 */
	volatile boolean troubled;

	/**
	 * Bytes that were reserved and could not be given back then.
	 */
	volatile long lost;

	private volatile boolean wakePending;

	/**
	 * Made and given up by the sending thread.
	 */
	private volatile @Nullable PipeSender sender;

	/**
	 * Create a pipe.
	 * @param kept whether it is never forgotten
	 */
	Pipe(String id, boolean kept, BufferContext context, Dispatcher dispatcher) {
		this.id = id;
		this.kept = kept;
		this.dispatcher = dispatcher;
		this.budget = context.budget();
		this.share = this.budget.addShare();
		this.buffer = new PipeBuffer(context, this.share);
	}

	/**
	 * Have the sender look at the buffer soon. An error is not that of the caller, whose
	 * record is accepted.
	 */
	void wake() {
		if (this.wakePending) {
			return;
		}
		StackRoom.ensure();
		this.wakePending = true;
		try {
			this.dispatcher.loop().execute(this);
		}
		catch (Throwable ex) {
			this.wakePending = false;
			this.troubled = true;
			this.dispatcher.wakeMissed(ex);
		}
	}

	/**
	 * Do what an error has left to be done.
	 */
	void recover() {
		StackRoom.ensure();
		this.troubled = false;
		this.buffer.inLock((ledger) -> {
			long bytes = this.lost;
			this.lost -= bytes;
			this.budget.giveBack(this.share, bytes);
		});
		this.budget.announceRoom(this.share);
		wake();
	}

	/**
	 * Look at the buffer.
	 */
	@Override
	public void run() {
		this.wakePending = false;
		if (this.troubled) {
			recover();
		}
		pump();
		this.dispatcher.pumpMissed();
	}

	/**
	 * Send what may be sent now. Called by the sending thread only.
	 */
	void pump() {
		sender().pump();
	}

	/**
	 * End the waits that the service has not asked for. Called by the sending thread
	 * only.
	 */
	void hasten(long now) {
		if (this.sender != null || !this.buffer.isEmpty()) {
			sender().hasten(now);
		}
	}

	/**
	 * Return whether nothing is held that can be sent within a time. Called by the
	 * sending thread only.
	 */
	boolean isDrained(long now, long nanos) {
		return this.buffer.isEmpty() || sender().isStuck(now, nanos);
	}

	/**
	 * Hand back all that is held, and end a pause. Called by the sending thread only.
	 */
	void abandon() {
		if (this.sender != null || !this.buffer.isEmpty()) {
			sender().abandon();
		}
	}

	private PipeSender sender() {
		PipeSender current = this.sender;
		if (current == null) {
			current = new PipeSender(this, this.dispatcher);
			this.sender = current;
		}
		return current;
	}

	/**
	 * Return the sender if there is something to send, or something to remember.
	 */
	@Nullable PipeSender activeSender() {
		return this.sender;
	}

	/**
	 * Give the sender up. Called by the sending thread only.
	 */
	void giveUpSender() {
		this.sender = null;
	}

	/**
	 * Give the sender up, unless it is at work or the service has told it something about
	 * the pipe. Called by the sending thread only.
	 */
	void giveUpIdleSender() {
		PipeSender current = this.sender;
		if (current != null && current.isAtRest() && !current.isTaught()) {
			this.sender = null;
		}
	}

	String id() {
		return this.id;
	}

	/**
	 * Return whether it is never forgotten.
	 */
	boolean isKept() {
		return this.kept;
	}

	/**
	 * Return whether it was forgotten: nothing gets into its buffer any more.
	 */
	boolean isForgotten() {
		return this.share.isClosed();
	}

	PipeBuffer buffer() {
		return this.buffer;
	}

	ByteBudget.Share share() {
		return this.share;
	}

}
