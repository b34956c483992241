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
 * Builder for {@link BatchPipeServer}.
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
	 * Set the address to listen on. The default is the address of the loopback interface,
	 * which other machines cannot reach. With any other address, anyone who can reach the
	 * server can send requests, which use memory even if they are rejected, and anyone
	 * who also has the key can use the server.
	 * @param address the address
	 * @return this builder
	 */
	public BatchPipeServerBuilder address(InetAddress address) {
		Assert.notNull(address, "'address' must not be null");
		this.address = address;
		return this;
	}

	/**
	 * Set the port. By default, the server uses a free port.
	 * @param port the port, or 0 for a free one
	 * @return this builder
	 */
	public BatchPipeServerBuilder port(int port) {
		Assert.isTrue(port >= 0 && port <= 0xffff, "'port' must be between 0 and 65535");
		this.port = port;
		return this;
	}

	/**
	 * Set the key of the first workspace. By default, a new key is generated.
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
	 * Limit the size of request bodies, both as sent and after decompression. A request
	 * with a larger body results in 413 and has no effect. The default is 16 MiB, which
	 * is specific to the embedded server: BatchPipe does not document a limit.
	 * @param bytes the size in bytes, greater than zero
	 * @return this builder
	 */
	public BatchPipeServerBuilder maxBodySize(int bytes) {
		Assert.isTrue(bytes > 0, "'bytes' must be greater than zero");
		this.maxBodySize = bytes;
		return this;
	}

	/**
	 * Limit the memory for the bodies of requests, including records. When the limit is
	 * reached, the oldest bodies are discarded; the records are still counted. The
	 * default is a quarter of the heap.
	 * @param bytes the limit in bytes
	 * @return this builder
	 */
	public BatchPipeServerBuilder retainedBytes(long bytes) {
		Assert.isTrue(bytes >= 0, "'bytes' must not be negative");
		this.retainedBytes = bytes;
		return this;
	}

	/**
	 * Limit the number of requests that are kept in each workspace. When the limit is
	 * reached, the oldest requests are discarded. The default is 10,000.
	 * @param requests the number of requests
	 * @return this builder
	 */
	public BatchPipeServerBuilder retainedRequests(int requests) {
		Assert.isTrue(requests >= 0, "'requests' must not be negative");
		this.retainedRequests = requests;
		return this;
	}

	/**
	 * Keep neither bodies nor requests, and only count records and requests. Use this for
	 * load tests.
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
