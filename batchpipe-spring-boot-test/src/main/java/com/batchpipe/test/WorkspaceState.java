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

package com.batchpipe.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pipes and API keys of a workspace.
 */
final class WorkspaceState {

	private final Map<String, Pipe> pipes = Collections.synchronizedMap(new LinkedHashMap<>());

	private final Map<String, Key> keys = Collections.synchronizedMap(new LinkedHashMap<>());

	@Nullable Pipe pipe(String id) {
		return this.pipes.get(id);
	}

	List<Pipe> pipes() {
		synchronized (this.pipes) {
			return new ArrayList<>(this.pipes.values());
		}
	}

	void addPipe(Pipe pipe) {
		this.pipes.put(pipe.id(), pipe);
	}

	@Nullable Pipe removePipe(String id) {
		return this.pipes.remove(id);
	}

	List<Key> keys() {
		synchronized (this.keys) {
			return new ArrayList<>(this.keys.values());
		}
	}

	void addKey(Key key) {
		this.keys.put(key.id(), key);
	}

	@Nullable Key removeKey(String id) {
		return this.keys.remove(id);
	}

	WorkspaceState copy() {
		WorkspaceState copy = new WorkspaceState();
		pipes().forEach((pipe) -> copy.addPipe(pipe.copy()));
		keys().forEach(copy::addKey);
		return copy;
	}

	/**
	 * Release the bodies of records that the given state does not contain.
	 */
	void releaseAllBut(WorkspaceState kept) {
		for (Pipe pipe : pipes()) {
			Pipe keptPipe = kept.pipe(pipe.id());
			pipe.journal().releaseAllBut((keptPipe != null) ? keptPipe.journal() : new RecordJournal());
		}
	}

	/**
	 * An API key that has not been revoked.
	 */
	record Key(String id, String secret, ObjectNode fields) {

		private static final int PREFIX_LENGTH = 12;

		/**
		 * Return the metadata of the key, with only the first characters of its secret.
		 */
		ObjectNode view() {
			return Pipe.identified("api_key_id", this.id, this.fields)
				.put("api_key_prefix", this.secret.substring(0, Math.min(PREFIX_LENGTH, this.secret.length())));
		}

		@Override
		public String toString() {
			return "Key[" + this.id + "]";
		}

	}

}
