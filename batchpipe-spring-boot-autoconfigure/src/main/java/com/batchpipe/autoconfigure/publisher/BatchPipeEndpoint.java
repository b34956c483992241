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
 * {@link Endpoint @Endpoint} that shows the statistics of the publisher and flushes it.
 *
 * @since 0.1.0
 */
@Endpoint(id = "batchpipe")
public final class BatchPipeEndpoint {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * The maximum timeout. It is less than the time that servlet containers wait for an
	 * asynchronous response.
	 */
	private static final Duration MAX_TIMEOUT = Duration.ofSeconds(20);

	private final BatchPipePublisher publisher;

	private final Function<String, @Nullable BatchPipePublisher> workspaces;

	BatchPipeEndpoint(BatchPipePublisher publisher, Function<String, @Nullable BatchPipePublisher> workspaces) {
		this.publisher = publisher;
		this.workspaces = workspaces;
	}

	/**
	 * Return the statistics of all pipes.
	 * @return the statistics
	 */
	@ReadOperation
	public PublisherStats stats() {
		return this.publisher.stats();
	}

	/**
	 * Return the statistics of all pipes of an additional workspace.
	 * @param workspace the name of the workspace
	 * @return the statistics, or {@code null} if there is no such workspace or it has no
	 * publisher
	 */
	@ReadOperation
	public @Nullable PublisherStats workspaceStats(@Selector String workspace) {
		BatchPipePublisher target = this.workspaces.apply(workspace);
		return (target != null) ? target.stats() : null;
	}

	/**
	 * Flush the publisher of an additional workspace and wait for at most 10 seconds.
	 * @param workspace the name of the workspace
	 * @return the result
	 * @throws InvalidEndpointRequestException if there is no such workspace or it has no
	 * publisher
	 */
	@WriteOperation
	public Mono<FlushResult> flushWorkspace(@Selector String workspace) {
		BatchPipePublisher target = this.workspaces.apply(workspace);
		if (target == null) {
			String message = "There is no additional workspace with this name, or it has no publisher";
			throw new InvalidEndpointRequestException(message, message);
		}
		return target.flushMono(DEFAULT_TIMEOUT);
	}

	/**
	 * Flush the publisher and wait for at most 10 seconds. This operation has no
	 * parameters, so that it can be called with a {@code POST} request without a content
	 * type.
	 * @return the result
	 */
	@WriteOperation
	public Mono<FlushResult> flush() {
		return this.publisher.flushMono(DEFAULT_TIMEOUT);
	}

	/**
	 * Flush the publisher and wait without blocking a thread.
	 * @param timeout how long to wait, at most 20 seconds; the default is 10 seconds
	 * @return the result
	 * @throws InvalidEndpointRequestException if the timeout is negative or longer than
	 * 20 seconds
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
