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
 * Holds records in memory, as many as the budget has room for, and collects those of each
 * pipe in batches. Knows nothing of HTTP.
 * <p>
 * In: encoded records and collections. Out: a
 * {@linkplain com.batchpipe.publisher.delivery.BatchSource source} of batches for each
 * pipe, from which the delivery takes those that are full or have lingered. What the
 * overflow policy drops is settled.
 * <p>
 * Internal: not API.
 */
@NullMarked
package com.batchpipe.publisher.buffer;

import org.jspecify.annotations.NullMarked;
