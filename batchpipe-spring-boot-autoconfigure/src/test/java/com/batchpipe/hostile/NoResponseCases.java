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

package com.batchpipe.hostile;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTimeoutException;
import com.batchpipe.client.CallOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases for requests that receive no response at all.
 */
interface NoResponseCases extends HostileServerCases {

	@Test
	default void whenSeveralCallsGetNoResponseThenOthersDo() {
		HostileServer server = server((request, peer) -> {
			if (!request.id().equals("silence")) {
				peer.send(HostileServer.responseTo(request));
			}
		});
		BatchPipeClient client = client(server);
		BatchPipeClient hasty = client.withOptions(CallOptions.none().withResponseTimeout(Duration.ofSeconds(4)));
		CompletableFuture<List<BatchPipeTimeoutException>> timedOut = HostileServerCases
			.failures(BatchPipeTimeoutException.class, 60, hasty.getPipe("silence"));
		for (int i = 0; i < 20; i++) {
			assertThat(HostileServerCases.call(client.getPipe("pipe-" + i)).data().path("id").stringValue())
				.isEqualTo("pipe-" + i);
		}
		assertThat(timedOut).isNotCompleted();
		assertThat(timedOut.join()).hasSize(60);
	}

	@Test
	default void whenCallsGotNoResponseInTimeThenTheirConnectionsAreClosed() {
		HostileServer server = server((request, peer) -> {
		});
		BatchPipeClient hasty = client(server)
			.withOptions(CallOptions.none().withResponseTimeout(Duration.ofMillis(300)));
		HostileServerCases.failures(BatchPipeTimeoutException.class, 20, hasty.getPipe("silence")).join();
		HostileServerCases.awaitNoOpenConnection(server);
	}

}
