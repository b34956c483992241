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

package com.batchpipe.publisher.buffer;

/**
 * Limits the number of pipes that are remembered while nothing is buffered for them.
 *
 * @param kept the number of pipes, starting with the first, that are kept permanently
 * with their statistics
 * @param others the maximum number of other pipes; if there are more, one is forgotten
 * immediately
 */
public record PipeLimits(int kept, int others) {

	public static final PipeLimits DEFAULT = new PipeLimits(1000, 10_000);

}
