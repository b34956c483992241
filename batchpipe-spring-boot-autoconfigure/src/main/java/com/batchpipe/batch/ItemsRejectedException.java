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

package com.batchpipe.batch;

import com.batchpipe.publisher.BatchResult;

/**
 * Thrown by {@link BatchPipeItemWriter} when BatchPipe rejects items of a chunk and all
 * others are delivered. Declare this exception as skippable to skip rejected items
 * individually.
 *
 * @since 0.1.0
 */
public class ItemsRejectedException extends ItemsUndeliveredException {

	private static final long serialVersionUID = 1L;

	ItemsRejectedException(BatchResult result) {
		super(result);
	}

}
