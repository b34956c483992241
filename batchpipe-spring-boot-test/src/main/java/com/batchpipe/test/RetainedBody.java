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

import org.jspecify.annotations.Nullable;

/**
 * The body of a request, for as long as there is room for it. It is shared by everything
 * that keeps the request, so that releasing it frees the memory everywhere.
 */
final class RetainedBody {

	static final RetainedBody EMPTY = new RetainedBody(new byte[0]);

	/**
	 * A body that was not kept, because it is larger than the server allows.
	 */
	static final RetainedBody TOO_LARGE = new RetainedBody(new byte[0]);

	private final int size;

	private volatile byte @Nullable [] bytes;

	RetainedBody(byte[] bytes) {
		this.size = bytes.length;
		this.bytes = bytes;
	}

	int size() {
		return this.size;
	}

	byte @Nullable [] bytes() {
		return this.bytes;
	}

	boolean isReleased() {
		return this.bytes == null;
	}

	/**
	 * Free the memory. Bodies without bytes are shared by many requests and stay
	 * available.
	 */
	void release() {
		if (this.size > 0) {
			this.bytes = null;
		}
	}

}
