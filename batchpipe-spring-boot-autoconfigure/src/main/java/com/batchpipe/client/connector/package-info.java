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
 * Protects the connectors for the JDK's HTTP client, Apache HttpComponents and Jetty
 * against servers that break the rules of HTTP. The classes for Apache HttpComponents and
 * Jetty require these libraries, which not every application has on its classpath.
 */
@NullMarked
package com.batchpipe.client.connector;

import org.jspecify.annotations.NullMarked;
