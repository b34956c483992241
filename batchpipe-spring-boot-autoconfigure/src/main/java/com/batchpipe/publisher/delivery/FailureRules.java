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

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import com.batchpipe.client.BatchPipeDecodingException;

/**
 * Defines what to do with a batch after each kind of response or failure. The rules keep
 * no state.
 */
public final class FailureRules {

	private FailureRules() {
	}

	static Verdict of(int status) {
		if (status >= 200 && status < 300) {
			return Verdict.DELIVERED;
		}
		return switch (status) {
			case 400, 422 -> Verdict.INVALID;
			case 413 -> Verdict.TOO_LARGE;
			case 429, 503 -> Verdict.RATE_LIMITED;
			case 401, 402 -> Verdict.UNAUTHORIZED;
			case 403 -> Verdict.FORBIDDEN;
			case 404, 410 -> Verdict.UNKNOWN_PIPE;
			case 408, 425 -> Verdict.RETRY;
			case 501, 505 -> Verdict.REFUSED;
			default -> (status >= 400 && status < 500) ? Verdict.REFUSED : Verdict.RETRY;
		};
	}

	static Verdict of(Throwable failure) {
		if (failure instanceof BatchPipeDecodingException decoding && decoding.status() / 100 == 2) {
			return Verdict.DELIVERED;
		}
		int depth = 0;
		for (Throwable cause = failure; cause != null && depth < 10; cause = cause.getCause(), depth++) {
			if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
				return Verdict.UNAUTHORIZED;
			}
		}
		return Verdict.RETRY;
	}

	/**
	 * The action to take.
	 */
	enum Verdict {

		/**
		 * The records were delivered.
		 */
		DELIVERED,

		/**
		 * Search the batch for the invalid records.
		 */
		INVALID,

		/**
		 * Send the batch in parts, and send smaller batches from now on.
		 */
		TOO_LARGE,

		/**
		 * Leave the batch buffered and pause the pipe.
		 */
		RATE_LIMITED,

		/**
		 * Leave the batch buffered and pause all pipes: the key or the server's
		 * certificate is not accepted.
		 */
		UNAUTHORIZED,

		/**
		 * Leave the batch buffered and pause the pipe: the key lacks permission for this
		 * pipe.
		 */
		FORBIDDEN,

		/**
		 * Leave the batch buffered and pause the pipe.
		 */
		UNKNOWN_PIPE,

		/**
		 * Retry the batch after a while.
		 */
		RETRY,

		/**
		 * Give up, because a retry would not change the result.
		 */
		REFUSED

	}

}
