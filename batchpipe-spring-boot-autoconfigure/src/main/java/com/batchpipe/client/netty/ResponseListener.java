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
 * Listener for the response to a request. It is called on the thread of the connection,
 * before Reactor Netty is notified.
 *
 * @since 0.1.0
 */
public interface ResponseListener {

	/**
	 * Called before the end of the response if the body is compressed with gzip but is
	 * too short to have any content. Such a body looks empty after decompression.
	 */
	default void bodyTruncated() {
	}

	/**
	 * Called when the last byte of the response has arrived and been passed on, unless
	 * the connection is closed or reused immediately.
	 * @param size the size of the body in bytes after decompression
	 * @return whether the listener has received the entire body; if not, the response is
	 * processed as usual and the connection is closed afterward
	 */
	boolean responseEnded(long size);

	/**
	 * Called when the connection fails before the response is complete.
	 * @param ex the failure
	 * @return whether the listener handles the failure; if not, it is processed as usual
	 */
	boolean connectionFailed(Throwable ex);

}
