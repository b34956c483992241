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

package com.batchpipe.client;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import com.batchpipe.client.BatchPipeOperation.ApiKeyUse;

/**
 * The request of one call, checked and encoded once for all attempts.
 *
 * @param operation the operation
 * @param uri the absolute URI
 * @param uriTemplate the template of the URI's path
 * @param pipeId the pipe, for operations that concern a single pipe
 * @param body the JSON body, for operations with a body
 * @param apiKeyUse how this call uses the key
 * @param apiKey the key to use for this call instead of the client's
 * @param origin the {@code Origin} header
 * @param contentEncoding the {@code Content-Encoding} header
 */
record CallRequest(BatchPipeOperation operation, URI uri, String uriTemplate, @Nullable String pipeId,
		@Nullable RawJson body, ApiKeyUse apiKeyUse, @Nullable ApiKey apiKey, @Nullable String origin,
		@Nullable String contentEncoding) {

}
