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

import com.batchpipe.publisher.settings.PublisherSettings;

/**
 * The context shared by the buffers of all pipes.
 *
 * @param settings the settings
 * @param linger how long a batch waits for more records
 * @param budget the budget for all buffered records
 * @param batches the factory that opens batches
 */
public record BufferContext(PublisherSettings settings, Linger linger, ByteBudget budget, BatchFactory batches) {

}
