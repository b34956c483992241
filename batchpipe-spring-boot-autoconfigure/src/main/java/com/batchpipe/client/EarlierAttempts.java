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

package com.batchpipe.client;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of the earlier attempts of a call.
 *
 * @param lastFailure the failure that caused the last retry; each failure has the one
 * before it as a suppressed exception
 * @param mayHaveSucceeded whether one of the attempts may have succeeded
 */
record EarlierAttempts(BatchPipeException lastFailure, boolean mayHaveSucceeded) implements Serializable {

	static EarlierAttempts of(@Nullable EarlierAttempts before, BatchPipeException failure) {
		boolean mayHaveSucceeded = (before != null && before.mayHaveSucceeded()) || RetryRule.mayHaveSucceeded(failure);
		return new EarlierAttempts(failure, mayHaveSucceeded);
	}

}
