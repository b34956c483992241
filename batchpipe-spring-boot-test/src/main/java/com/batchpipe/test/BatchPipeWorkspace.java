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
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.Assert;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.CallOptions;

/**
 * A workspace of the embedded server with its own API keys, pipes, records, requests and
 * faults. Tests that run concurrently against one server are isolated from each other if
 * each has a workspace and uses its {@linkplain #apiKey() key}. Safe for use by multiple
 * threads.
 *
 * @since 0.1.0
 * @see BatchPipeServer#createWorkspace()
 */
public final class BatchPipeWorkspace implements AutoCloseable {

	private final BatchPipeServer server;

	private final ApiKey apiKey;

	private final List<Fault> faults = new CopyOnWriteArrayList<>();

	private final RequestLog log;

	private volatile WorkspaceState state = new WorkspaceState();

	private volatile WorkspaceState checkpoint;

	private volatile RequestLog.Snapshot checkpointRequests = RequestLog.Snapshot.empty();

	BatchPipeWorkspace(BatchPipeServer server, ApiKey apiKey, int retainedRequests, List<String> pipeIds) {
		this.server = server;
		this.apiKey = apiKey;
		this.log = new RequestLog(retainedRequests);
		this.state.addKey(new WorkspaceState.Key(UUID.randomUUID().toString(), apiKey.reveal(),
				ServerJson.MAPPER.createObjectNode()));
		pipeIds.forEach((pipeId) -> createPipe("pipe-" + pipeId.replaceAll("[^A-Za-z0-9_-]", "_"), pipeId));
		this.checkpoint = this.state.copy();
	}

	/**
	 * Return the key of the workspace.
	 * @return the key; a generated key has the format {@code bp_v1_...}
	 */
	public ApiKey apiKey() {
		return this.apiKey;
	}

	/**
	 * Return a client that uses the key of the workspace. It shares its connections with
	 * the other clients of the server and is closed with the server.
	 * @return the client
	 */
	public BatchPipeClient client() {
		return this.server.sharedClient().withOptions(CallOptions.none().withApiKey(this.apiKey));
	}

	/**
	 * Create a pipe without sending a request.
	 * @param pipeName the {@code pipe_name}
	 * @return the {@code pipe_id}
	 */
	public String createPipe(String pipeName) {
		return createPipe(pipeName, UUID.randomUUID().toString());
	}

	/**
	 * Create a pipe with the given identifier without sending a request. An existing pipe
	 * with this identifier is replaced.
	 * @param pipeName the {@code pipe_name}
	 * @param pipeId the {@code pipe_id}
	 * @return the {@code pipe_id}
	 */
	public String createPipe(String pipeName, String pipeId) {
		Assert.hasText(pipeId, "'pipeId' must not be blank");
		ObjectNode fields = ServerJson.MAPPER.createObjectNode().put("pipe_name", pipeName);
		Assert.isTrue(BodyRules.checkPipe(fields).isEmpty(),
				() -> "'pipeName' must contain only letters, digits, hyphens and underscores, but is '" + pipeName
						+ "'");
		this.state.addPipe(new Pipe(pipeId, fields));
		return pipeId;
	}

	/**
	 * Return the identifiers of the pipes in the order of their creation.
	 * @return the values of {@code pipe_id}
	 */
	public List<String> pipeIds() {
		return this.state.pipes().stream().map(Pipe::id).toList();
	}

	/**
	 * Return the number of records that a pipe has received.
	 * @param pipeId the {@code pipe_id}
	 * @return the number of records
	 * @throws IllegalArgumentException if there is no such pipe
	 */
	public long recordCount(String pipeId) {
		return journal(pipeId).count();
	}

	/**
	 * Return the records that a pipe has received, in order of arrival.
	 * @param pipeId the {@code pipe_id}
	 * @return the records
	 * @throws IllegalArgumentException if there is no such pipe
	 * @throws IllegalStateException if some records are no longer retained; see
	 * {@link BatchPipeServerBuilder#retainedBytes(long)}
	 */
	public List<JsonNode> records(String pipeId) {
		return journal(pipeId).records();
	}

	/**
	 * Return the records that a pipe has received, in order of arrival, as objects.
	 * @param <T> the type of the records
	 * @param pipeId the {@code pipe_id}
	 * @param type the type of the records; unknown fields are ignored
	 * @return the records
	 * @throws IllegalArgumentException if there is no such pipe
	 */
	public <T> List<T> records(String pipeId, Class<T> type) {
		return records(pipeId).stream().map((node) -> ServerJson.MAPPER.treeToValue(node, type)).toList();
	}

	/**
	 * Wait until a pipe has received the given number of records.
	 * @param pipeId the {@code pipe_id}
	 * @param records the minimum number of records
	 * @param timeout how long to wait
	 * @return whether the records have arrived in time
	 * @throws IllegalArgumentException if there is no such pipe
	 */
	public boolean awaitRecords(String pipeId, long records, Duration timeout) {
		try {
			return journal(pipeId).await(records, timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Return the requests with a key of the workspace, and the keyless requests that one
	 * of its pipes accepts, in order of arrival. A pipe accepts keyless ingest from an
	 * allowed origin and keyless requests for its ingest hint. The first workspace also
	 * includes the requests that belong to no workspace.
	 * @return the requests
	 */
	public List<RecordedRequest> requests() {
		return this.log.requests();
	}

	/**
	 * Return the requests for one operation, in order of arrival.
	 * @param operation the operation
	 * @return the requests
	 */
	public List<RecordedRequest> requests(BatchPipeOperation operation) {
		return requests().stream().filter((request) -> request.operation() == operation).toList();
	}

	/**
	 * Return the number of requests for one operation, whether or not they are still
	 * retained.
	 * @param operation the operation
	 * @return the number of requests
	 */
	public long requestCount(BatchPipeOperation operation) {
		return this.log.count(operation);
	}

	/**
	 * Wait until the given number of requests for one operation have arrived, whether or
	 * not the server has responded to them.
	 * @param operation the operation
	 * @param requests the minimum number of requests
	 * @param timeout how long to wait
	 * @return whether the requests have arrived in time
	 */
	public boolean awaitRequests(BatchPipeOperation operation, long requests, Duration timeout) {
		try {
			return this.log.await(operation, requests, timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Define a fault for the requests of this workspace.
	 * @param operations the operations that the fault applies to; if there are none, it
	 * applies to all operations
	 * @return the scope, on which you then define the fault
	 */
	public FaultScope on(BatchPipeOperation... operations) {
		return new FaultScope(this.faults, operations);
	}

	/**
	 * Remember the current pipes, records, keys and requests, so that {@link #reset()}
	 * can restore them.
	 */
	public void checkpoint() {
		this.checkpoint = this.state.copy();
		RequestLog.Snapshot requests = this.log.snapshot();
		requests.requests().forEach(RecordedRequest::markVerified);
		this.checkpointRequests = requests;
	}

	/**
	 * Remove the faults, and return pipes, records, keys and requests to the last
	 * {@linkplain #checkpoint() checkpoint} or, if there is none, to their initial state.
	 */
	public void reset() {
		this.faults.clear();
		WorkspaceState previous = this.state;
		this.state = this.checkpoint.copy();
		previous.releaseAllBut(this.checkpoint);
		this.log.restore(this.checkpointRequests);
		this.server.callers().replace(this);
		this.server.retention().removeReleased();
	}

	/**
	 * Remove everything from the workspace. The server then no longer accepts its keys.
	 * {@link BatchPipeServer#reset()} restores the first workspace and the named
	 * workspaces, except for the bodies of their requests and records.
	 */
	@Override
	public void close() {
		this.faults.clear();
		WorkspaceState previous = this.state;
		this.state = new WorkspaceState();
		previous.releaseAllBut(this.state);
		this.log.restore(RequestLog.Snapshot.empty());
		this.server.callers().replace(this);
		this.server.retention().removeReleased();
	}

	void addKey(WorkspaceState.Key key) {
		this.state.addKey(key);
		this.server.callers().add(key.secret(), this);
	}

	WorkspaceState.@Nullable Key removeKey(String keyId) {
		WorkspaceState.Key removed = this.state.removeKey(keyId);
		if (removed != null) {
			this.server.callers().remove(removed.secret());
		}
		return removed;
	}

	WorkspaceState state() {
		return this.state;
	}

	RequestLog log() {
		return this.log;
	}

	List<Fault> faults() {
		return this.faults;
	}

	private RecordJournal journal(String pipeId) {
		Pipe pipe = this.state.pipe(pipeId);
		Assert.isTrue(pipe != null,
				() -> "There is no pipe '%s' in this workspace. Its pipes are %s".formatted(pipeId, pipeIds()));
		return pipe.journal();
	}

}
