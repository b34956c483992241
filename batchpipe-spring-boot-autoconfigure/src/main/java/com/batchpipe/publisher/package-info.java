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
 * The publisher, which accepts records individually or in collections and sends them to
 * BatchPipe in batches.
 * <p>
 * This package contains the API for applications. Its subpackages are internal and follow
 * the path of a record: it is written as JSON in {@code encoding}, waits in
 * {@code buffer} until its batch can be sent, and is sent by {@code delivery}, which also
 * determines the state in which it ends. These packages use {@code batch}, {@code limit},
 * {@code log}, {@code settings} and {@code thread}, and are assembled by {@code engine}.
 */
@NullMarked
package com.batchpipe.publisher;

import org.jspecify.annotations.NullMarked;
