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

package com.batchpipe.kafka.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import com.batchpipe.kafka.RouteTracing;

/**
 * Creates a span for each shipment, with links to the spans of the producers of those
 * records that have a W3C trace context header.
 */
final class LinkedShipments implements RouteTracing {

	/**
	 * The maximum number of links. By default, the OpenTelemetry SDK discards further
	 * links.
	 */
	static final int MAX_LINKS = 128;

	private static final String HEADER = "traceparent";

	private static final Pattern TRACE_PARENT = Pattern
		.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

	private final Tracer tracer;

	LinkedShipments(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public Runnable shipped(String route, String pipeId, List<ConsumerRecord<byte[], byte[]>> records) {
		Span.Builder builder = this.tracer.spanBuilder()
			.setNoParent()
			.name("batchpipe kafka " + route)
			.kind(Span.Kind.CONSUMER)
			.tag("batchpipe.route", route)
			.tag("batchpipe.records", String.valueOf(records.size()))
			.tag("pipe.id", pipeId);
		parents(records).forEach((parent) -> builder.addLink(new Link(context(parent))));
		Span span = builder.start();
		return span::end;
	}

	private static Set<String> parents(List<ConsumerRecord<byte[], byte[]>> records) {
		Set<String> parents = new LinkedHashSet<>();
		for (ConsumerRecord<byte[], byte[]> record : records) {
			Header header = record.headers().lastHeader(HEADER);
			if (header != null && header.value() != null) {
				String parent = new String(header.value(), StandardCharsets.US_ASCII);
				if (TRACE_PARENT.matcher(parent).matches()) {
					parents.add(parent);
				}
			}
			if (parents.size() == MAX_LINKS) {
				break;
			}
		}
		return parents;
	}

	private TraceContext context(String parent) {
		Matcher matcher = TRACE_PARENT.matcher(parent);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("'parent' must be a valid trace parent");
		}
		return this.tracer.traceContextBuilder()
			.traceId(matcher.group(1))
			.spanId(matcher.group(2))
			.sampled((Integer.parseInt(matcher.group(3), 16) & 1) == 1)
			.build();
	}

}
