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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;

/**
 * A small in-memory BatchPipe for tests and development. By default, it listens on the
 * loopback interface. It supports the operations of {@link BatchPipeOperation} and stores
 * pipes, destinations, limits, allowed origins, API keys and received records.
 * <p>
 * It follows the rules that BatchPipe documents for keys, validation errors, redacted
 * secrets, the replacement of limits, and keyless ingest from an allowed origin. A pipe
 * or any other object must exist before a request can refer to it. The server accepts and
 * stores any JSON that does not break these rules. Where BatchPipe does not document a
 * response, the server makes its own choices: objects are echoed with an identifier, a
 * request without a key results in 401, and a request for an unknown pipe in 404. The
 * fields and statuses of such responses may differ from those of the service. The server
 * does not forward records to destinations and does not enforce the limits of pipes. By
 * default, bodies larger than 16 MiB are rejected with 413; see
 * {@link BatchPipeServerBuilder#maxBodySize(int)}.
 *
 * <pre class="code">
 * try (BatchPipeServer server = BatchPipeServer.start()) {
 *     String pipe = server.createPipe("orders");
 *     server.on(BatchPipeOperation.INGEST).times(2).respond(503);
 *     // call the code under test with server.url() and server.apiKey()
 *     assertThat(server).pipe(pipe).receivedExactly(Map.of("id", 1));
 * }
 * </pre>
 *
 * Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchPipeServer implements AutoCloseable {

	private final Lock lifecycle = new ReentrantLock();

	private final Callers callers = new Callers();

	private final BodyRetention retention;

	private final int retainedRequests;

	private final BatchPipeWorkspace workspace;

	private final Map<String, BatchPipeWorkspace> named = new ConcurrentHashMap<>();

	private final RequestHandler handler;

	private final HttpListener listener;

	private volatile @Nullable BatchPipeClient client;

	BatchPipeServer(BatchPipeServerBuilder builder) {
		this.retention = new BodyRetention(builder.retainedBytes());
		this.retainedRequests = builder.retainedRequests();
		this.workspace = newWorkspace(builder.apiKey(), builder.pipeIds());
		this.handler = new RequestHandler(this.callers, this.retention, this.workspace.log(), builder.maxBodySize());
		this.listener = new HttpListener(builder.address(), builder.port(), this.handler::handle);
	}

	/**
	 * Start a server on a free port.
	 * @return the running server
	 */
	public static BatchPipeServer start() {
		return builder().start();
	}

	/**
	 * Return a new builder for a server.
	 * @return a new builder
	 */
	public static BatchPipeServerBuilder builder() {
		return new BatchPipeServerBuilder();
	}

	/**
	 * Return the base URL of the server.
	 * @return the URL, for example {@code http://127.0.0.1:49152}
	 */
	public String url() {
		return this.listener.url();
	}

	/**
	 * Return the port of the server.
	 * @return the port
	 */
	public int port() {
		return this.listener.port();
	}

	/**
	 * Return the key of the server's first workspace.
	 * @return the key; a generated key has the format {@code bp_v1_...}
	 */
	public ApiKey apiKey() {
		return this.workspace.apiKey();
	}

	/**
	 * Return a client for the server's first workspace. It is closed with the server.
	 * @return the client
	 */
	public BatchPipeClient client() {
		return this.workspace.client();
	}

	/**
	 * Return the server's first workspace, on which the server's own methods for pipes,
	 * records and requests operate.
	 * @return the workspace
	 */
	public BatchPipeWorkspace workspace() {
		return this.workspace;
	}

	/**
	 * Return the workspace with the given name, creating it if necessary. An application
	 * with {@code batchpipe.workspaces.<name>} uses this workspace. Like the first
	 * workspace, it is included in {@link #checkpoint()}, {@link #removeFaults()} and
	 * {@link #reset()}.
	 * @param name the name of the workspace
	 * @return the workspace
	 */
	public BatchPipeWorkspace workspace(String name) {
		return this.named.computeIfAbsent(name, (key) -> createWorkspace());
	}

	/**
	 * Create an additional workspace, which isolates a test from others that run at the
	 * same time. It exists until it is closed; {@link #reset()} does not affect it.
	 * @return the workspace
	 */
	public BatchPipeWorkspace createWorkspace() {
		return newWorkspace(BatchPipeServerBuilder.newApiKey(), List.of());
	}

	/**
	 * Create a pipe without sending a request.
	 * @param pipeName the {@code pipe_name}
	 * @return the {@code pipe_id}
	 * @see BatchPipeWorkspace#createPipe(String)
	 */
	public String createPipe(String pipeName) {
		return this.workspace.createPipe(pipeName);
	}

	/**
	 * Create a pipe with the given identifier without sending a request.
	 * @param pipeName the {@code pipe_name}
	 * @param pipeId the {@code pipe_id}
	 * @return the {@code pipe_id}
	 * @see BatchPipeWorkspace#createPipe(String, String)
	 */
	public String createPipe(String pipeName, String pipeId) {
		return this.workspace.createPipe(pipeName, pipeId);
	}

	/**
	 * Return the number of records that a pipe has received.
	 * @param pipeId the {@code pipe_id}
	 * @return the number of records
	 * @see BatchPipeWorkspace#recordCount(String)
	 */
	public long recordCount(String pipeId) {
		return this.workspace.recordCount(pipeId);
	}

	/**
	 * Return the records that a pipe has received, in order of arrival.
	 * @param pipeId the {@code pipe_id}
	 * @return the records
	 * @see BatchPipeWorkspace#records(String)
	 */
	public List<JsonNode> records(String pipeId) {
		return this.workspace.records(pipeId);
	}

	/**
	 * Return the records that a pipe has received, in order of arrival, as objects.
	 * @param <T> the type of the records
	 * @param pipeId the {@code pipe_id}
	 * @param type the type of the records
	 * @return the records
	 * @see BatchPipeWorkspace#records(String, Class)
	 */
	public <T> List<T> records(String pipeId, Class<T> type) {
		return this.workspace.records(pipeId, type);
	}

	/**
	 * Wait until a pipe has received the given number of records.
	 * @param pipeId the {@code pipe_id}
	 * @param records the minimum number of records
	 * @param timeout how long to wait
	 * @return whether the records have arrived in time
	 * @see BatchPipeWorkspace#awaitRecords(String, long, Duration)
	 */
	public boolean awaitRecords(String pipeId, long records, Duration timeout) {
		return this.workspace.awaitRecords(pipeId, records, timeout);
	}

	/**
	 * Return the requests of the server's first workspace and those that belong to no
	 * workspace, for example because their key is unknown, in order of arrival.
	 * @return the requests
	 */
	public List<RecordedRequest> requests() {
		return this.workspace.requests();
	}

	/**
	 * Return the {@link #requests() requests} for one operation.
	 * @param operation the operation
	 * @return the requests
	 */
	public List<RecordedRequest> requests(BatchPipeOperation operation) {
		return this.workspace.requests(operation);
	}

	/**
	 * Return the number of requests for one operation.
	 * @param operation the operation
	 * @return the number of requests
	 * @see BatchPipeWorkspace#requestCount(BatchPipeOperation)
	 */
	public long requestCount(BatchPipeOperation operation) {
		return this.workspace.requestCount(operation);
	}

	/**
	 * Wait until the given number of requests for one operation have arrived.
	 * @param operation the operation
	 * @param requests the minimum number of requests
	 * @param timeout how long to wait
	 * @return whether the requests have arrived in time
	 * @see BatchPipeWorkspace#awaitRequests(BatchPipeOperation, long, Duration)
	 */
	public boolean awaitRequests(BatchPipeOperation operation, long requests, Duration timeout) {
		return this.workspace.awaitRequests(operation, requests, timeout);
	}

	/**
	 * Define a fault for the requests of all workspaces and for those that belong to no
	 * workspace.
	 * @param operations the operations that the fault applies to; if there are none, it
	 * applies to all operations
	 * @return the scope, on which you then define the fault
	 */
	public FaultScope on(BatchPipeOperation... operations) {
		return new FaultScope(this.handler.faults(), operations);
	}

	/**
	 * Remember the current state of the first workspace and the named workspaces, so that
	 * {@link #reset()} can restore it.
	 */
	public void checkpoint() {
		this.workspace.checkpoint();
		this.named.values().forEach(BatchPipeWorkspace::checkpoint);
	}

	/**
	 * Remove the faults of the server, its first workspace and the named workspaces, and
	 * resume the server if it is paused. Requests to which a fault has already been
	 * applied are not affected.
	 */
	public void removeFaults() {
		this.handler.faults().clear();
		this.workspace.faults().clear();
		this.named.values().forEach((workspace) -> workspace.faults().clear());
		resume();
	}

	/**
	 * Remove the faults of the server, resume it if it is paused, and return the first
	 * workspace and the named workspaces to the last {@linkplain #checkpoint()
	 * checkpoint} or, if there is none, to their initial state.
	 */
	public void reset() {
		removeFaults();
		this.workspace.reset();
		this.named.values().forEach(BatchPipeWorkspace::reset);
	}

	/**
	 * Stop listening and close all connections, like a service that is down. Everything
	 * that has been received is kept.
	 */
	public void pause() {
		locked(this.listener::pause);
	}

	/**
	 * Listen again on the same port after {@link #pause()}.
	 */
	public void resume() {
		locked(this.listener::resume);
	}

	/**
	 * Stop the server and close its clients.
	 */
	@Override
	public void close() {
		locked(() -> {
			BatchPipeClient client = this.client;
			if (client != null) {
				client.close();
			}
			this.listener.close();
		});
	}

	private void locked(Runnable action) {
		this.lifecycle.lock();
		try {
			action.run();
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private BatchPipeWorkspace newWorkspace(ApiKey apiKey, List<String> pipeIds) {
		BatchPipeWorkspace workspace = new BatchPipeWorkspace(this, apiKey, this.retainedRequests, pipeIds);
		this.callers.replace(workspace);
		return workspace;
	}

	BatchPipeClient sharedClient() {
		this.lifecycle.lock();
		try {
			BatchPipeClient client = this.client;
			if (client == null) {
				client = BatchPipeClient.builder().baseUrl(url()).build();
				this.client = client;
			}
			return client;
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	Callers callers() {
		return this.callers;
	}

	BodyRetention retention() {
		return this.retention;
	}

	/**
	 * Return a description that contains the URL.
	 */
	@Override
	public String toString() {
		return "BatchPipeServer[" + url() + "]";
	}

}
