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

import java.util.EnumSet;
import java.util.Set;

/**
 * The states of a publisher.
 *
 * @since 0.1.0
 */
public enum PublisherState {

	/**
	 * Not started and not used yet. The first record starts it.
	 */
	NEW(true),

	/**
	 * Accepts records and sends them.
	 */
	RUNNING(true),

	/**
	 * Is being stopped: sends what is held, and still accepts records of those who have
	 * not stopped yet.
	 */
	DRAINING(true),

	/**
	 * Is being stopped: sends what is held, and accepts no more.
	 */
	CLOSING(false),

	/**
	 * Stopped. Can be started again.
	 */
	CLOSED(false);

	private final boolean accepting;

	PublisherState(boolean accepting) {
		this.accepting = accepting;
	}

	/**
	 * Return whether records are accepted in this state.
	 * @return {@code true} if they are
	 */
	public boolean isAccepting() {
		return this.accepting;
	}

	boolean canBecome(PublisherState next) {
		return successors().contains(next);
	}

	private Set<PublisherState> successors() {
		return switch (this) {
			case NEW -> EnumSet.of(RUNNING, CLOSED);
			case RUNNING -> EnumSet.of(DRAINING);
			case DRAINING -> EnumSet.of(CLOSING);
			case CLOSING -> EnumSet.of(CLOSED);
			case CLOSED -> EnumSet.of(RUNNING);
		};
	}

}
