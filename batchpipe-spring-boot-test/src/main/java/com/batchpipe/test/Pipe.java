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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pipe with its dependent resources. The JSON of the parts is never modified, only
 * replaced, so that copies can share it.
 */
final class Pipe {

	private final String id;

	private final RecordJournal journal;

	private final Map<String, ObjectNode> destinations = Collections.synchronizedMap(new LinkedHashMap<>());

	private final Map<String, ObjectNode> allowedOrigins = Collections.synchronizedMap(new LinkedHashMap<>());

	private volatile ObjectNode fields;

	private volatile @Nullable ObjectNode limits;

	Pipe(String id, ObjectNode fields) {
		this(id, fields, new RecordJournal());
	}

	private Pipe(String id, ObjectNode fields, RecordJournal journal) {
		this.id = id;
		this.fields = fields;
		this.journal = journal;
	}

	String id() {
		return this.id;
	}

	RecordJournal journal() {
		return this.journal;
	}

	Map<String, ObjectNode> destinations() {
		return this.destinations;
	}

	Map<String, ObjectNode> allowedOrigins() {
		return this.allowedOrigins;
	}

	ObjectNode fields() {
		return this.fields;
	}

	void setFields(ObjectNode fields) {
		this.fields = fields;
	}

	void setLimits(ObjectNode limits) {
		this.limits = limits;
	}

	/**
	 * Return whether any text field of an allowed origin equals the given origin.
	 * BatchPipe does not document the name of the field that contains it.
	 */
	boolean allows(String origin) {
		synchronized (this.allowedOrigins) {
			for (ObjectNode allowed : this.allowedOrigins.values()) {
				for (JsonNode value : allowed) {
					if (value.isString() && value.stringValue().equals(origin)) {
						return true;
					}
				}
			}
			return false;
		}
	}

	Pipe copy() {
		Pipe copy = new Pipe(this.id, this.fields, this.journal.copy());
		copy.limits = this.limits;
		synchronized (this.destinations) {
			copy.destinations.putAll(this.destinations);
		}
		synchronized (this.allowedOrigins) {
			copy.allowedOrigins.putAll(this.allowedOrigins);
		}
		return copy;
	}

	ObjectNode view() {
		ObjectNode view = ServerJson.MAPPER.createObjectNode().put("pipe_id", this.id);
		this.fields.properties().forEach((field) -> view.set(field.getKey(), field.getValue()));
		view.put("pipe_id", this.id);
		if (this.limits != null) {
			view.set("pipe_limit", this.limits);
		}
		ArrayNode destinations = view.putArray("destinations");
		synchronized (this.destinations) {
			this.destinations.forEach((id, destination) -> destinations.add(destinationView(id, destination)));
		}
		ArrayNode origins = view.putArray("allowed_origins");
		synchronized (this.allowedOrigins) {
			this.allowedOrigins.forEach((id, origin) -> origins.add(identified("origin_id", id, origin)));
		}
		return view;
	}

	static ObjectNode destinationView(String id, ObjectNode destination) {
		return Redaction.redact(identified("destination_id", id, destination));
	}

	static ObjectNode identified(String name, String id, ObjectNode fields) {
		ObjectNode view = ServerJson.MAPPER.createObjectNode().put(name, id);
		fields.properties().forEach((field) -> view.set(field.getKey(), field.getValue()));
		return view.put(name, id);
	}

}
