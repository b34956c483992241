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

package com.batchpipe.publisher.engine;

import java.util.Collection;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.buffer.Pipe;

/**
 * Checks whether all pipes are drained. It remembers a pipe that is not drained and
 * continues with that pipe, so that it does not check all pipes, of which there may be
 * very many, after each change. Used by the sending thread only.
 */
public final class DrainCheck {

	private final Collection<Pipe> pipes;

	private @Nullable Iterator<Pipe> round;

	private @Nullable Pipe undrained;

	/**
	 * Whether all pipes of this round were drained when they were checked.
	 */
	private boolean clean;

	DrainCheck(Collection<Pipe> pipes) {
		this.pipes = pipes;
	}

	/**
	 * Return whether no record buffered for any pipe can be sent within the given time.
	 */
	boolean isDrained(long now, long nanos) {
		while (!isRoundClean(now, nanos)) {
			if (this.undrained != null) {
				return false;
			}
		}
		return true;
	}

	private boolean isRoundClean(long now, long nanos) {
		Iterator<Pipe> current = this.round;
		if (current == null) {
			current = this.pipes.iterator();
			this.round = current;
			this.clean = true;
		}
		while (this.undrained != null || current.hasNext()) {
			Pipe pipe = (this.undrained != null) ? this.undrained : current.next();
			this.undrained = (pipe.isDrained(now, nanos)) ? null : pipe;
			if (this.undrained != null) {
				this.clean = false;
				return false;
			}
		}
		this.round = null;
		return this.clean;
	}

}
