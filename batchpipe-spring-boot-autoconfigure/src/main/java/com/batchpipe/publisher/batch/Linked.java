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

/**
 * Base class of items that can be in one {@link LinkedItems} list and know their
 * neighbors there, so that adding or removing an item allocates no memory.
 *
 * @param <T> the type of item
 */
public abstract class Linked<T extends Linked<T>> {

	public @Nullable T previous;

	public @Nullable T next;

}
