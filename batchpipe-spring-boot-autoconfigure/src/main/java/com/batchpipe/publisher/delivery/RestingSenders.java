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

package com.batchpipe.publisher.delivery;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The pipes for which nothing is buffered, but whose senders have state to remember: a
 * pause, failures, or a changed limit. Their number is limited. Used by the sending
 * thread only.
 */
public final class RestingSenders {

	private static final int MAX = 10_000;

	private final Set<PipeDelivery> pipes = new LinkedHashSet<>();

	/**
	 * Record that a pipe has nothing left to send.
	 */
	void rest(PipeDelivery pipe, long now) {
		this.pipes.remove(pipe);
		PipeSender sender = pipe.sender;
		if (sender == null || !sender.remembers(now)) {
			pipe.sender = null;
			return;
		}
		this.pipes.add(pipe);
		if (this.pipes.size() > MAX) {
			Iterator<PipeDelivery> eldest = this.pipes.iterator();
			PipeDelivery longestAtRest = eldest.next();
			eldest.remove();
			PipeSender given = longestAtRest.sender;
			if (given != null && given.isAtRest()) {
				given.forgetPause();
				longestAtRest.sender = null;
			}
		}
	}

}
