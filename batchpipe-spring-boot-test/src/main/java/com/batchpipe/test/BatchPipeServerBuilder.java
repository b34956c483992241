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

package com.batchpipe.test;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.springframework.util.Assert;

import com.batchpipe.client.ApiKey;

/**
 * Builds a {@link BatchPipeServer}.
 *
 * @since 0.1.0
 */
public final class BatchPipeServerBuilder {

	private static final int DEFAULT_RETAINED_REQUESTS = 10_000;

	private static final int DEFAULT_MAX_BODY_SIZE = 16 * 1024 * 1024;

	private InetAddress address = InetAddress.getLoopbackAddress();

	private int port;

	private ApiKey apiKey = newApiKey();

	private final List<String> pipeIds = new ArrayList<>();

	private long retainedBytes = Runtime.getRuntime().maxMemory() / 4;

	private int maxBodySize = DEFAULT_MAX_BODY_SIZE;

	private int retainedRequests = DEFAULT_RETAINED_REQUESTS;

	BatchPipeServerBuilder() {
	}

	static ApiKey newApiKey() {
		return ApiKey.of("bp_v1_embedded_" + UUID.randomUUID().toString().replace("-", ""));
	}

	/**
	 * Set the address to listen on. The default is that of the loopback interface, which
	 * no other machine reaches. On any other address, whoever reaches it can use and fill
	 * the server.
	 * @param address the address
	 * @return this builder
	 */
	public BatchPipeServerBuilder address(InetAddress address) {
		Assert.notNull(address, "'address' must not be null");
		this.address = address;
		return this;
	}

	/**
	 * Set the port; without, the server takes a free one.
	 * @param port the port, or 0 for a free one
	 * @return this builder
	 */
	public BatchPipeServerBuilder port(int port) {
		Assert.isTrue(port >= 0 && port <= 0xffff, "'port' must be between 0 and 65535");
		this.port = port;
		return this;
	}

	/**
	 * Set the key of the first workspace; without, there is a new one.
	 * @param apiKey the key
	 * @return this builder
	 */
	public BatchPipeServerBuilder apiKey(ApiKey apiKey) {
		Assert.notNull(apiKey, "'apiKey' must not be null");
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Add pipes that exist from the start and after each reset.
	 * @param pipeIds the values of {@code pipe_id}
	 * @return this builder
	 */
	public BatchPipeServerBuilder pipes(String... pipeIds) {
		this.pipeIds.addAll(List.of(pipeIds));
		return this;
	}

	/**
	 * Limit the size of the body of a request, as it is sent and decompressed. A request
	 * with a larger one is answered with 413 and does nothing. The default is 16 MiB,
	 * which is the embedded server's own: BatchPipe does not document a limit.
	 * @param bytes the size in bytes, greater than zero
	 * @return this builder
	 */
	public BatchPipeServerBuilder maxBodySize(int bytes) {
		Assert.isTrue(bytes > 0, "'bytes' must be greater than zero");
		this.maxBodySize = bytes;
		return this;
	}

	/**
	 * Limit the memory for the bodies of requests, records among them. When it is full,
	 * the oldest are let go; records are counted all the same. The default is a quarter
	 * of the heap.
	 * @param bytes the limit in bytes
	 * @return this builder
	 */
	public BatchPipeServerBuilder retainedBytes(long bytes) {
		Assert.isTrue(bytes >= 0, "'bytes' must not be negative");
		this.retainedBytes = bytes;
		return this;
	}

	/**
	 * Limit the number of requests that are remembered in each workspace; the oldest are
	 * forgotten. The default is 10,000.
	 * @param requests the number of requests
	 * @return this builder
	 */
	public BatchPipeServerBuilder retainedRequests(int requests) {
		Assert.isTrue(requests >= 0, "'requests' must not be negative");
		this.retainedRequests = requests;
		return this;
	}

	/**
	 * Keep no bodies and no requests: records are only counted. For load tests.
	 * @return this builder
	 */
	public BatchPipeServerBuilder countOnly() {
		return retainedBytes(0).retainedRequests(0);
	}

	/**
	 * Start the server.
	 * @return the running server
	 */
	public BatchPipeServer start() {
		return new BatchPipeServer(this);
	}

	InetAddress address() {
		return this.address;
	}

	int port() {
		return this.port;
	}

	ApiKey apiKey() {
		return this.apiKey;
	}

	List<String> pipeIds() {
		return List.copyOf(this.pipeIds);
	}

	long retainedBytes() {
		return this.retainedBytes;
	}

	int maxBodySize() {
		return this.maxBodySize;
	}

	int retainedRequests() {
		return this.retainedRequests;
	}

}
