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

package com.batchpipe.autoconfigure.publisher;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.FlushResult;
import com.batchpipe.publisher.PublisherStats;

/**
 * {@link Endpoint @Endpoint} that shows what the publisher has done, and flushes it.
 *
 * @since 0.1.0
 */
@Endpoint(id = "batchpipe")
public final class BatchPipeEndpoint {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Less than servlet containers wait for an asynchronous response.
	 */
	private static final Duration MAX_TIMEOUT = Duration.ofSeconds(20);

	private final BatchPipePublisher publisher;

	private final Function<String, @Nullable BatchPipePublisher> workspaces;

	BatchPipeEndpoint(BatchPipePublisher publisher, Function<String, @Nullable BatchPipePublisher> workspaces) {
		this.publisher = publisher;
		this.workspaces = workspaces;
	}

	/**
	 * Show the figures of all pipes.
	 * @return the figures
	 */
	@ReadOperation
	public PublisherStats stats() {
		return this.publisher.stats();
	}

	/**
	 * Show the figures of all pipes of a further workspace.
	 * @param workspace the name of the workspace
	 * @return the figures, or {@code null} if there is no such workspace
	 */
	@ReadOperation
	public @Nullable PublisherStats workspaceStats(@Selector String workspace) {
		BatchPipePublisher target = this.workspaces.apply(workspace);
		return (target != null) ? target.stats() : null;
	}

	/**
	 * Send what a further workspace holds and wait for it, at most 10 seconds.
	 * @param workspace the name of the workspace
	 * @return what has become of it
	 * @throws InvalidEndpointRequestException if there is no such workspace
	 */
	@WriteOperation
	public Mono<FlushResult> flushWorkspace(@Selector String workspace) {
		BatchPipePublisher target = this.workspaces.apply(workspace);
		if (target == null) {
			String message = "There is no workspace with this name";
			throw new InvalidEndpointRequestException(message, message);
		}
		return target.flushMono(DEFAULT_TIMEOUT);
	}

	/**
	 * Send what is held and wait for it, at most 10 seconds. Has no parameter, so that it
	 * can be called by a {@code POST} without a content type.
	 * @return what has become of it
	 */
	@WriteOperation
	public Mono<FlushResult> flush() {
		return this.publisher.flushMono(DEFAULT_TIMEOUT);
	}

	/**
	 * Send what is held and wait for it. No thread is held meanwhile.
	 * @param timeout how long to wait, at most 20 seconds; 10 seconds by default
	 * @return what has become of it
	 * @throws InvalidEndpointRequestException if the timeout is negative or longer
	 */
	@WriteOperation
	public Mono<FlushResult> flushWithin(@Nullable Duration timeout) {
		if (timeout == null) {
			return flush();
		}
		if (timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
			String message = "'timeout' must be between 0 and " + MAX_TIMEOUT.toSeconds() + " seconds";
			throw new InvalidEndpointRequestException(message, message);
		}
		return this.publisher.flushMono(timeout);
	}

}
