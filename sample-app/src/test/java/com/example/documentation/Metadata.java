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

package com.example.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration metadata on the class path.
 *
 * @param groups the groups of all jars
 * @param properties the properties of all jars
 */
record Metadata(List<JsonNode> groups, List<JsonNode> properties) {

	static Metadata read() throws IOException {
		List<JsonNode> groups = new ArrayList<>();
		List<JsonNode> properties = new ArrayList<>();
		for (URL url : Collections
			.list(Metadata.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream stream = url.openStream()) {
				JsonNode metadata = JsonMapper.shared().readTree(stream);
				groups.addAll(metadata.path("groups").values());
				properties.addAll(metadata.path("properties").values());
			}
		}
		return new Metadata(groups, properties);
	}

	/**
	 * Return whether an application can set a property with this name.
	 */
	boolean knows(String name) {
		return this.properties.stream().anyMatch((property) -> {
			String known = property.get("name").asString();
			boolean map = property.path("type").asString("").startsWith("java.util.Map");
			return name.equals(known) || (map && name.startsWith(known + "."));
		});
	}

}
