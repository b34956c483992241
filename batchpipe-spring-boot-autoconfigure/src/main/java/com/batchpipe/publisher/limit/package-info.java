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
 * Rules that define how much can be sent, how soon, and when to retry. They only decide:
 * they do not depend on records or requests and receive the time as an argument.
 * <p>
 * Input: events. Output: a number, or whether an action is permitted.
 * <p>
 * Internal: not part of the API.
 */
@NullMarked
package com.batchpipe.publisher.limit;

import org.jspecify.annotations.NullMarked;
