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

package com.batchpipe.benchmarks;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * For the path of each client, a short response that the client accepts as a success; for
 * any other path, a 404.
 */
enum SinkResponse {

	BATCHPIPE("/v1/ingest/", 202, "application/json", "{\"accepted\":1,\"pipe\":\"benchmark\",\"queued\":true}"),

	INFLUX("/api/v2/write", 204, "", ""),

	ELASTICSEARCH("/_bulk", 200, "application/vnd.elasticsearch+json;compatible-with=9",
			"{\"took\":1,\"errors\":false,\"items\":[]}"),

	SEGMENT("/v1/import", 200, "application/json", "{\"success\":true}"),

	POSTHOG("/batch", 200, "application/json", "{\"status\":1}"),

	OTHER("", 404, "", "");

	private static final String PRODUCT = "X-Elastic-Product";

	private final String path;

	private final int status;

	private final String contentType;

	private final ByteBuf body;

	SinkResponse(String path, int status, String contentType, String body) {
		this.path = path;
		this.status = status;
		this.contentType = contentType;
		this.body = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
	}

	static SinkResponse to(String uri) {
		for (SinkResponse response : values()) {
			if (uri.startsWith(response.path)) {
				return response;
			}
		}
		return OTHER;
	}

	Mono<Void> send(HttpServerResponse response) {
		response.status(this.status);
		if (this == ELASTICSEARCH) {
			response.header(PRODUCT, "Elasticsearch");
		}
		if (!this.body.isReadable()) {
			return response.send();
		}
		return response.header(HttpHeaderNames.CONTENT_TYPE, this.contentType)
			.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(this.body.readableBytes()))
			.sendObject(this.body.duplicate())
			.then();
	}

}
