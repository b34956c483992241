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
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.batch.LinkedItems;
import com.batchpipe.publisher.batch.PipeLedger;
import com.batchpipe.publisher.delivery.PipeDelivery;
import com.batchpipe.publisher.thread.EventLoop;
import com.batchpipe.publisher.thread.StackRoom;

/**
 * The known pipes. The first ones are kept permanently. Of the others, those without
 * buffered records are forgotten after a while, or immediately if there are too many.
 * Only the counts of a forgotten pipe remain, as part of a sum.
 * <p>
 * A pipe is forgotten by closing its {@linkplain ByteBudget.Share share} while nothing is
 * reserved in it. A thread that publishes to the pipe at that moment cannot reserve room
 * and looks up the pipe again.
 */
public final class PipeRegistry {

	/**
	 * The number of pipes to check for one that can be forgotten immediately.
	 */
	private static final int TRIES = 8;

	private static final long SWEEP_INTERVAL = Duration.ofSeconds(30).toNanos();

	private final ConcurrentHashMap<String, Pipe> pipes = new ConcurrentHashMap<>();

	private final ByteBudget budget;

	private final EventLoop loop;

	private final PipeLimits limits;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * The pipes that can be forgotten, in the order in which they are checked.
	 */
	private final LinkedItems<Pipe> others = new LinkedItems<>();

	private final PipeLedger forgotten = new PipeLedger();

	private int kept;

	private boolean sweeping;

	public PipeRegistry(ByteBudget budget, EventLoop loop, PipeLimits limits) {
		this.budget = budget;
		this.loop = loop;
		this.limits = limits;
	}

	/**
	 * Return a pipe if it is known.
	 */
	public @Nullable Pipe find(String id) {
		return this.pipes.get(id);
	}

	/**
	 * Return a pipe, which is created if it is not known.
	 */
	public Pipe get(String id, Factory factory) {
		StackRoom.ensure();
		this.lock.lock();
		try {
			Pipe known = this.pipes.get(id);
			if (known != null && known.isForgotten()) {
				forget(known);
				known = null;
			}
			return (known != null) ? known : create(id, factory);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Pipe create(String id, Factory factory) {
		if (this.kept < this.limits.kept()) {
			Pipe pipe = factory.create(id, true);
			this.pipes.put(id, pipe);
			this.kept++;
			return pipe;
		}
		for (int i = 0; i < TRIES && this.others.size() >= this.limits.others(); i++) {
			forgetNext(false);
		}
		Pipe pipe = factory.create(id, false);
		this.others.addLast(pipe);
		this.pipes.put(id, pipe);
		sweepLater();
		return pipe;
	}

	private void sweepLater() {
		if (!this.sweeping && this.others.size() > 0) {
			this.loop.schedule(this::sweep, SWEEP_INTERVAL);
			this.sweeping = true;
		}
	}

	private void sweep() {
		for (int left = size(); left > 0; left--) {
			this.lock.lock();
			try {
				forgetNext(true);
			}
			finally {
				this.lock.unlock();
			}
		}
		this.lock.lock();
		try {
			this.sweeping = false;
			sweepLater();
		}
		finally {
			this.lock.unlock();
		}
	}

	private int size() {
		this.lock.lock();
		try {
			return this.others.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Check the next pipe, and forget it if it has not been used since the last check. A
	 * new pipe is not forgotten at its first check, so that the caller for which it was
	 * created can use it.
	 * @param sweeping whether the current thread is the sending thread, which can discard
	 * the sender
	 */
	private void forgetNext(boolean sweeping) {
		Pipe pipe = this.others.first();
		if (pipe == null) {
			return;
		}
		boolean used = pipe.buffer().wasUsed();
		if (sweeping && !used) {
			pipe.giveUpIdleSender();
		}
		if (used || !forget(pipe)) {
			this.others.remove(pipe);
			this.others.addLast(pipe);
		}
	}

	/**
	 * Forget a pipe, unless it has something to send or to remember.
	 */
	private boolean forget(Pipe pipe) {
		if (pipe.delivery().isActive() || (!pipe.isForgotten() && !this.budget.close(pipe.share()))) {
			return false;
		}
		pipe.accounts().retire(this.forgotten);
		this.pipes.remove(pipe.pipeId(), pipe);
		this.others.remove(pipe);
		return true;
	}

	/**
	 * Return all known pipes.
	 */
	public Collection<Pipe> all() {
		return this.pipes.values();
	}

	/**
	 * Return the deliveries of all known pipes.
	 */
	public Iterable<PipeDelivery> deliveries() {
		return () -> this.pipes.values().stream().map(Pipe::delivery).iterator();
	}

	/**
	 * Return the number of buffered records of all pipes.
	 */
	public long buffered() {
		return this.pipes.values().stream().mapToLong(Pipe::buffered).sum();
	}

	/**
	 * Read the figures of all pipes. No pipe is forgotten in the meantime, so that none
	 * is left out or counted twice.
	 * @param kept the map to which the figures of each permanently kept pipe are added
	 * @return the sum of the figures of all other pipes, including the forgotten ones
	 */
	public PipeStats read(Map<String, PipeStats> kept, @Nullable PauseCause pauseOfAll, long now) {
		this.lock.lock();
		try {
			PipeFigures sum = new PipeFigures();
			sum.add(this.forgotten);
			for (Pipe pipe : this.pipes.values()) {
				if (pipe.isKept()) {
					kept.put(pipe.pipeId(), PipeFigures.of(pipe, pauseOfAll, now));
				}
				else if (!pipe.accounts().isRetired()) {
					sum.add(pipe, now);
				}
			}
			return sum.toStats(pauseOfAll);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Creates pipes.
	 */
	@FunctionalInterface
	public interface Factory {

		/**
		 * Create a pipe.
		 * @param kept whether the pipe is never forgotten
		 */
		Pipe create(String id, boolean kept);

	}

}
