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

package com.batchpipe.client.netty;

/**
 * Who waits for the response to a request. It is told on the thread of the connection,
 * and before Reactor Netty is.
 *
 * @since 0.1.0
 */
public interface ResponseListener {

	/**
	 * The body is the beginning of a gzip file, too short to hold anything, which looks
	 * like an empty body when it is decompressed. Comes before the end of the response.
	 */
	default void bodyTruncated() {
	}

	/**
	 * The last byte of the response has arrived and was passed on.
	 * @param size the size of the body in bytes, decompressed
	 * @return whether the listener has seen all of the body; if not, the response goes
	 * its usual way, and the connection is closed after it
	 */
	boolean responseEnded(long size);

	/**
	 * The connection failed before the response was complete.
	 * @param ex the failure
	 * @return whether the listener takes care of the failure; if not, it goes its usual
	 * way
	 */
	boolean connectionFailed(Throwable ex);

}
