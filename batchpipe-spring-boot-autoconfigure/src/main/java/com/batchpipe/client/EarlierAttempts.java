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
 * What has become of the attempts of a call before the current one.
 *
 * @param lastFailure why the last of them was repeated; those before are suppressed in it
 * @param mayHaveSucceeded whether one of them may have done what the call asks for
 */
record EarlierAttempts(BatchPipeException lastFailure, boolean mayHaveSucceeded) implements Serializable {

	static EarlierAttempts of(@Nullable EarlierAttempts before, BatchPipeException failure) {
		boolean mayHaveSucceeded = (before != null && before.mayHaveSucceeded()) || RetryRule.mayHaveSucceeded(failure);
		return new EarlierAttempts(failure, mayHaveSucceeded);
	}

}
