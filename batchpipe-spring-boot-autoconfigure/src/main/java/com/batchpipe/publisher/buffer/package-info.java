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

/**
 * Buffers records in memory within the budget and collects the records of each pipe in
 * batches. The package does not depend on HTTP.
 * <p>
 * Input: encoded records and collections. Output: a
 * {@linkplain com.batchpipe.publisher.delivery.BatchSource source} of batches for each
 * pipe, from which {@code delivery} takes those that are full or sealed, or whose linger
 * is over. Records that the overflow policy drops are passed to the
 * {@linkplain com.batchpipe.publisher.delivery.Settlement settlement}.
 * <p>
 * Internal: not part of the API.
 */
@NullMarked
package com.batchpipe.publisher.buffer;

import org.jspecify.annotations.NullMarked;
