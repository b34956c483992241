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

/**
 * The reason why a pipe is paused. While it is paused, it sends nothing except probes.
 * The statuses are interpreted according to HTTP; BatchPipe does not document them.
 *
 * @since 0.1.0
 */
public enum PauseCause {

	/**
	 * The service responded with 429 or 503.
	 */
	RATE_LIMIT,

	/**
	 * The service did not accept the API key (401, 402, 403), or the certificate of the
	 * service is not trusted.
	 */
	AUTHORIZATION,

	/**
	 * The service does not know the pipe (404, 410).
	 */
	UNKNOWN_PIPE,

	/**
	 * Several consecutive requests failed.
	 */
	OUTAGE

}
