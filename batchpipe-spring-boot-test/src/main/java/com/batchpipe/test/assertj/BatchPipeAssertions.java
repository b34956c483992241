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

package com.batchpipe.test.assertj;

import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.BatchPipeWorkspace;

/**
 * Entry point for assertions on an embedded BatchPipe.
 *
 * <pre class="code">
 * assertThat(server).pipe(pipeId).receivedExactly(new Order(1), new Order(2));
 * assertThat(server).pipe(pipeId).as(Order.class).extracting(Order::id).containsExactly(1, 2);
 * assertThat(server).requests(INGEST).hasSize(1).haveHeader("Origin", "https://shop.example.com");
 * assertThat(server).awaitRecords(pipeId, 2, Duration.ofSeconds(5));
 * assertThat(server).hasNoMoreRequests();
 * </pre>
 *
 * @since 0.1.0
 */
public final class BatchPipeAssertions {

	private BatchPipeAssertions() {
	}

	/**
	 * Create assertions on the first workspace of a server.
	 * @param actual the server
	 * @return the assertions
	 */
	public static BatchPipeWorkspaceAssert assertThat(BatchPipeServer actual) {
		return new BatchPipeWorkspaceAssert(actual.workspace());
	}

	/**
	 * Create assertions on a workspace.
	 * @param actual the workspace
	 * @return the assertions
	 */
	public static BatchPipeWorkspaceAssert assertThat(BatchPipeWorkspace actual) {
		return new BatchPipeWorkspaceAssert(actual);
	}

}
