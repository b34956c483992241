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

package com.batchpipe.publisher;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for application code that runs on the publisher's own threads and closes the
 * publisher there.
 */
class OwnThreadTests {

	private final CompletableFuture<BatchPipePublisher> publisher = new CompletableFuture<>();

	private final CompletableFuture<Void> returned = new CompletableFuture<>();

	@ParameterizedTest
	@EnumSource
	void whenClosedOnAThreadOfItsOwnThenItDoesNotWaitForItself(OwnCode code) throws Exception {
		BatchPipePublisher publisher = publisher(code, () -> this.publisher.join().close());
		this.returned.get(5, TimeUnit.SECONDS);
		publisher.close();
		PublisherStats stats = publisher.stats();
		assertThat(stats.state()).isEqualTo(PublisherStats.State.CLOSED);
		assertThat(stats.total(PipeStats::accepted)).isEqualTo(1);
		assertThat(stats.total(PipeStats::buffered)).isZero();
		assertThat(stats.errors()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void whenFlushedOnAThreadOfItsOwnThenItFailsAtOnce(OwnCode code) throws Exception {
		BatchPipePublisher publisher = publisher(code, () -> assertThatIllegalStateException()
			.isThrownBy(() -> this.publisher.join().flush(Duration.ofMinutes(1))));
		this.returned.get(5, TimeUnit.SECONDS);
		publisher.close();
		assertThat(publisher.stats().errors()).isZero();
	}

	@Test
	void whenClosedOnAThreadOfAnotherPublisherThenItWaits() throws Exception {
		BatchPipePublisher other = BatchPipePublisher
			.builder(new ScriptedClient((pipeId, body, options) -> ScriptedClient.response(200)))
			.linger(Duration.ofMinutes(1))
			.build();
		other.publish("a", Map.of("n", 1));
		BatchPipePublisher publisher = publisher(OwnCode.HANDLER, () -> {
			other.close();
			assertThat(other.stats().total(PipeStats::delivered)).isOne();
		});
		this.returned.get(5, TimeUnit.SECONDS);
		publisher.close();
	}

	/**
	 * Create a publisher that runs an action on one of its threads after one record.
	 */
	private BatchPipePublisher publisher(OwnCode code, Runnable action) {
		CompletableFuture<Void> ready = new CompletableFuture<>();
		int status = (code == OwnCode.HANDLER) ? 409 : 200;
		Runnable guarded = () -> {
			try {
				action.run();
				this.returned.complete(null);
			}
			catch (Throwable ex) {
				this.returned.completeExceptionally(ex);
			}
		};
		BatchPipePublisherBuilder builder = BatchPipePublisher
			.builder(new ScriptedClient(
					(pipeId, body, options) -> Mono.fromFuture(ready).then(ScriptedClient.response(status))))
			.linger(Duration.ofMillis(1))
			.drainTimeout(Duration.ofMinutes(1));
		switch (code) {
			case HANDLER -> builder.undeliveredRecordHandler((record) -> guarded.run());
			case PIPE_LISTENER -> builder.pipeListener((publisher, pipeId) -> guarded.run());
			case RECEIPT -> {
			}
		}
		BatchPipePublisher created = builder.build();
		CompletableFuture<Receipt> receipt = created.send("a", Map.of("n", 1));
		if (code == OwnCode.RECEIPT) {
			receipt.thenRun(guarded);
		}
		this.publisher.complete(created);
		// Not earlier, because a receipt would otherwise exist before anything waits for
		// it.
		ready.complete(null);
		return created;
	}

	/**
	 * Code of the application.
	 */
	private enum OwnCode {

		HANDLER, PIPE_LISTENER, RECEIPT

	}

}
