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

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.HttpMethod;

/**
 * Processes a request: records it, finds its workspace, checks the faults, executes the
 * operation and responds. Nothing here blocks, so it runs on the event loop.
 */
final class RequestHandler {

	private static final Log logger = LogFactory.getLog(RequestHandler.class);

	private final OperationRouter router = new OperationRouter();

	private final OperationHandler operations;

	private final List<Fault> faults = new CopyOnWriteArrayList<>();

	private final Callers callers;

	private final BodyRetention retention;

	private final RequestLog keylessRequests;

	private final CrossOriginIngest crossOrigin;

	private final int maxBodySize;

	RequestHandler(Callers callers, BodyRetention retention, RequestLog keylessRequests, int maxBodySize) {
		this.operations = new OperationHandler(maxBodySize);
		this.maxBodySize = maxBodySize;
		this.callers = callers;
		this.crossOrigin = new CrossOriginIngest(callers);
		this.retention = retention;
		this.keylessRequests = keylessRequests;
	}

	List<Fault> faults() {
		return this.faults;
	}

	Publisher<Void> handle(HttpServerRequest request, HttpServerResponse target) {
		return request.receive()
			.collect(() -> new RequestBody(this.maxBodySize), RequestBody::append)
			.flatMap((body) -> handle(record(request, body), target))
			.onErrorResume((ex) -> fail(ex, target));
	}

	private RecordedRequest record(HttpServerRequest request, RequestBody received) {
		byte[] body = received.decode(request.requestHeaders().get(HttpHeaderNames.CONTENT_ENCODING));
		HttpMethod method = HttpMethod.valueOf(request.method().name());
		return new RecordedRequest(method, request.uri(), request.requestHeaders(), retained(body),
				this.router.route(method, request.uri()));
	}

	private static RetainedBody retained(byte @Nullable [] body) {
		if (body == null) {
			return RetainedBody.TOO_LARGE;
		}
		return (body.length > 0) ? new RetainedBody(body) : RetainedBody.EMPTY;
	}

	private Mono<Void> handle(RecordedRequest request, HttpServerResponse target) {
		BatchPipeWorkspace workspace = this.callers.find(request);
		((workspace != null) ? workspace.log() : this.keylessRequests).add(request);
		ScriptedResponse preflight = this.crossOrigin.preflight(request);
		if (preflight != null) {
			return respond(request, preflight, target);
		}
		Mono<Void> latency = Mono.empty();
		for (Fault fault : faults(workspace)) {
			if (fault.take(request)) {
				Function<RecordedRequest, @Nullable ScriptedResponse> faulty = fault.response();
				if (faulty == null) {
					latency = latency.then(fault.delay());
					continue;
				}
				ScriptedResponse response = faulty.apply(request);
				if (response != null) {
					return latency.then(Mono.defer(() -> faulty(fault, response, request, workspace, target)));
				}
			}
		}
		return latency.then(Mono.defer(() -> respond(request, this.operations.handle(request, workspace), target)));
	}

	private List<Fault> faults(@Nullable BatchPipeWorkspace workspace) {
		if (workspace == null || workspace.faults().isEmpty()) {
			return this.faults;
		}
		List<Fault> all = new CopyOnWriteArrayList<>(workspace.faults());
		all.addAll(this.faults);
		return all;
	}

	private Mono<Void> faulty(Fault fault, ScriptedResponse response, RecordedRequest request,
			@Nullable BatchPipeWorkspace workspace, HttpServerResponse target) {
		if (fault.isAfterProcessing()) {
			this.operations.handle(request, workspace);
		}
		return respond(request, response, target);
	}

	private Mono<Void> respond(RecordedRequest request, ScriptedResponse response, HttpServerResponse target) {
		request.respondedWith(response.status());
		this.retention.add(request.retainedBody());
		return ResponseWriter.write(this.crossOrigin.mark(request, response), target);
	}

	private static Mono<Void> fail(Throwable ex, HttpServerResponse target) {
		if (ex instanceof IOException || ex instanceof AbortedException) {
			// The client has closed the connection, so there is nobody to respond to.
			return Mono.empty();
		}
		logger.warn("The embedded BatchPipe could not handle a request", ex);
		if (target.hasSentHeaders()) {
			return Mono.empty();
		}
		return ResponseWriter
			.write(ScriptedResponse.json(500, ServerJson.error("embedded_server_error", String.valueOf(ex))), target);
	}

}
