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

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import com.batchpipe.publisher.thread.EventLoop;

/**
 * Logs each pause once when it begins and once when it ends, whatever happens in between.
 * If many pipes are paused, or one pipe is paused repeatedly, the pauses are summarized
 * in a few lines. Used by the sending thread only.
 */
public final class PauseLog {

	private static final Log logger = LogFactory.getLog("com.batchpipe.publisher.BatchPipePublisher");

	private static final int MAX_NAMES = 3;

	private final EventLoop loop;

	private final LongSupplier buffered;

	private final LogWindow beginnings;

	private final LogWindow ends;

	/**
	 * The current pauses.
	 */
	private final Map<String, Pause> pauses = new HashMap<>();

	/**
	 * The current pauses whose beginning has not been logged yet.
	 */
	private final Set<Pause> waiting = new LinkedHashSet<>();

	/**
	 * The names that a line of the current window has reported as paused, and those
	 * paused in the previous window without a line of their own.
	 */
	private final Set<String> named = new HashSet<>();

	/**
	 * The pauses whose end has not been logged yet.
	 */
	private final EndedPauses ended = new EndedPauses();

	/**
	 * The pauses that began and ended without a separate line.
	 */
	private final EndedPauses unnamed = new EndedPauses();

	/**
	 * Create the log of a publisher.
	 * @param loop provides the time
	 * @param buffered provides the number of buffered records of all pipes
	 */
	public PauseLog(EventLoop loop, LongSupplier buffered) {
		this.loop = loop;
		this.buffered = buffered;
		this.beginnings = new LogWindow(loop, this::logBeginnings);
		this.ends = new LogWindow(loop, this::logEnds);
	}

	/**
	 * Record that a pause has begun. A different cause does not change a pause that has
	 * already been logged.
	 * @param what the name of what is paused
	 * @param cause the cause in words
	 * @param wait the nanoseconds until the next request
	 */
	public void begun(String what, String cause, long wait) {
		Pause running = this.pauses.get(what);
		if (running != null) {
			running.cause = this.waiting.contains(running) ? cause : running.cause;
			return;
		}
		Pause pause = new Pause(what, cause, this.loop.nanoTime());
		this.pauses.put(what, pause);
		if (this.beginnings.enter()) {
			this.named.add(what);
			logger.warn("Sending paused for " + what + ": " + cause + "; retrying in " + WaitText.of(wait));
		}
		else {
			this.waiting.add(pause);
		}
	}

	/**
	 * Record that sending to all pipes has resumed.
	 * @param what the name of what was paused
	 */
	public void ended(String what) {
		ended(what, this.buffered);
	}

	/**
	 * Record that sending has resumed.
	 * @param what the name of what was paused
	 * @param buffered provides the number of records that are still buffered for it
	 */
	public void ended(String what, LongSupplier buffered) {
		Pause pause = this.pauses.remove(what);
		if (pause == null) {
			return;
		}
		long nanos = this.loop.nanoTime() - pause.since;
		if (this.waiting.remove(pause)) {
			this.unnamed.add(what, pause.cause, nanos);
		}
		else if (this.ends.enter()) {
			logger
				.info("Sending resumed for " + what + " after " + WaitText.of(nanos) + buffered(buffered.getAsLong()));
		}
		else {
			this.ended.add(what, pause.cause, nanos);
		}
	}

	/**
	 * Record that nothing is buffered any longer for what is paused, so that the end of
	 * the pause need not be logged.
	 * @param what the name of what is paused
	 */
	public void forgotten(String what) {
		Pause pause = this.pauses.remove(what);
		if (pause != null) {
			this.waiting.remove(pause);
		}
	}

	/**
	 * Forget the pauses, because sending has ended.
	 */
	public void clear() {
		this.beginnings.close();
		this.ends.close();
		this.pauses.clear();
		this.waiting.clear();
		this.named.clear();
		this.ended.clear();
		this.unnamed.clear();
	}

	/**
	 * Log the pauses that have begun since the last line. If a pipe is paused again soon
	 * after a line has named it, the pause is only counted, unless it lasts.
	 */
	private boolean logBeginnings(boolean soon, long period) {
		long now = this.loop.nanoTime();
		List<Pause> begun = this.waiting.stream()
			.filter((pause) -> !this.named.contains(pause.what) || (!soon && now - pause.since > period / 2))
			.toList();
		if (!begun.isEmpty()) {
			begun.forEach(this.waiting::remove);
			long causes = begun.stream().map((pause) -> pause.cause).distinct().count();
			List<String> names = begun.stream().map((pause) -> pause.what).toList();
			logger.warn("Sending paused for " + names(names, names.size()) + ": " + begun.get(0).cause
					+ ((causes > 1) ? ", and other causes" : ""));
		}
		boolean news = !(begun.isEmpty() && this.waiting.isEmpty() && this.unnamed.isEmpty());
		if (!soon) {
			logUnnamed(period);
			this.named.clear();
			name(this.waiting);
			this.named.addAll(this.unnamed.names());
			this.unnamed.clear();
		}
		name(begun);
		return news;
	}

	private void logUnnamed(long period) {
		if (!this.unnamed.isEmpty()) {
			long count = this.unnamed.count();
			logger.warn("Sending paused " + ((count == 1) ? "1 more time" : count + " more times") + " within "
					+ WaitText.of(period) + ", most recently for " + this.unnamed.last());
		}
	}

	private void name(Collection<Pause> pauses) {
		pauses.forEach((pause) -> this.named.add(pause.what));
	}

	private boolean logEnds(boolean soon, long period) {
		if (this.ended.isEmpty()) {
			return false;
		}
		logger.info("Sending resumed for " + names(this.ended.names(), this.ended.distinct())
				+ ((this.ended.count() == 1) ? " after " : " after up to ") + WaitText.of(this.ended.longest())
				+ buffered(this.buffered.getAsLong()) + " in total");
		this.ended.clear();
		return true;
	}

	private static String buffered(long records) {
		return "; " + ((records == 1) ? "1 record is buffered" : records + " records are buffered");
	}

	private static String names(Collection<String> names, long count) {
		int shown = Math.min(names.size(), MAX_NAMES);
		String text = names.stream().limit(shown).collect(Collectors.joining(", "));
		return (count == shown) ? text : text + " and " + (count - shown) + " more";
	}

	/**
	 * One pause. Instances are compared by identity.
	 */
	private static final class Pause {

		private final String what;

		private String cause;

		private final long since;

		Pause(String what, String cause, long since) {
			this.what = what;
			this.cause = cause;
			this.since = since;
		}

	}

}
