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

package com.batchpipe.publisher.batch;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.Receipt;
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Callback for the result of a record. It is called on a dedicated thread.
 */
public interface Completion {

	void delivered(Receipt receipt);

	void undelivered(String pipeId, UndeliveredReason reason, @Nullable Integer status);

}
