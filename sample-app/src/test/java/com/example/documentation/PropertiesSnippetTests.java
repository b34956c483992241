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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Binds every YAML and properties block of the documentation. An unknown key and a value
 * of the wrong type fail.
 */
class PropertiesSnippetTests {

	static List<Snippet> snippets() {
		return Documents.snippets("yaml", "properties");
	}

	@ParameterizedTest
	@MethodSource("snippets")
	void binds(Snippet snippet) throws IOException {
		bind(snippet);
	}

	@Test
	void whenKeyIsUnknownThenThatIsFound() throws IOException {
		Snippet snippet = new Snippet("README.md:1", "properties", "batchpipe.base-uri=x\nbatchpipe.enabled=true");
		assertThat(unknown(snippet)).containsExactly("batchpipe.base-uri");
	}

	@Test
	void whenValueHasTheWrongTypeThenItDoesNotBind() {
		assertThatException()
			.isThrownBy(() -> bind(new Snippet("README.md:1", "yaml", "batchpipe:\n  call-timeout: soon\n")))
			.withMessageContaining("batchpipe.call-timeout");
	}

	private static void bind(Snippet snippet) throws IOException {
		assertThat(unknown(snippet)).as("unknown keys").isEmpty();
		MutablePropertySources sources = new MutablePropertySources();
		load(snippet).forEach(sources::addLast);
		sources.addLast(new MapPropertySource("environment", Map.of("BATCHPIPE_KEY", "bp_v1_key")));
		Binder binder = new Binder(ConfigurationPropertySources.from(sources),
				new PropertySourcesPlaceholdersResolver(sources));
		for (JsonNode group : Metadata.read().groups()) {
			String name = group.get("name").asString();
			if (name.startsWith("batchpipe") && !group.has("sourceMethod")) {
				Class<?> type = ClassUtils.resolveClassName(group.get("type").asString(), null);
				binder.bindOrCreate(name, Bindable.of(type));
			}
		}
	}

	private static List<String> unknown(Snippet snippet) throws IOException {
		Metadata metadata = Metadata.read();
		return load(snippet).stream()
			.flatMap((source) -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
			.filter((name) -> !metadata.knows(name))
			.toList();
	}

	private static List<PropertySource<?>> load(Snippet snippet) throws IOException {
		PropertySourceLoader loader = snippet.language().equals("yaml") ? new YamlPropertySourceLoader()
				: new PropertiesPropertySourceLoader();
		return loader.load(snippet.place(), new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8)));
	}

}
