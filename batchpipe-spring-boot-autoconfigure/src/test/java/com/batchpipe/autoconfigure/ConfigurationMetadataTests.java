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

package com.batchpipe.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the configuration properties.
 */
class ConfigurationMetadataTests {

	private static final Set<String> WITHOUT_DEFAULT = Set.of("batchpipe.api-key", "batchpipe.base-url",
			"batchpipe.ssl.bundle", "batchpipe.publisher.pipe-id", "batchpipe.publisher.record-id-field",
			"batchpipe.workspaces", "batchpipe.modulith.pipes");

	private final Map<String, ConfigurationMetadataProperty> properties = read();

	@Test
	void eachPropertyHasATypeAndADescription() {
		assertThat(this.properties.values()).isNotEmpty().allSatisfy((property) -> {
			assertThat(property.getType()).as(property.getId()).isNotBlank();
			assertThat(property.getDescription()).as(property.getId())
				.isNotBlank()
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ");
		});
	}

	@Test
	void booleanPropertiesAskWhether() {
		assertThat(
				this.properties.values().stream().filter((property) -> "java.lang.Boolean".equals(property.getType())))
			.isNotEmpty()
			.allSatisfy(
					(property) -> assertThat(property.getDescription()).as(property.getId()).startsWith("Whether "));
	}

	@Test
	void eachPropertyHasItsDefault() {
		Set<String> withoutDefault = new TreeSet<>();
		this.properties.forEach((name, property) -> {
			if (property.getDefaultValue() == null) {
				withoutDefault.add(name);
			}
		});
		assertThat(WITHOUT_DEFAULT).containsAll(withoutDefault);
	}

	@Test
	void defaultsAreThoseOfTheProperties() {
		assertThat(defaultOf("batchpipe.connect-timeout")).isEqualTo("5s");
		assertThat(defaultOf("batchpipe.response-timeout")).isEqualTo("30s");
		assertThat(defaultOf("batchpipe.call-timeout")).isEqualTo("60s");
		assertThat(defaultOf("batchpipe.max-response-size")).isEqualTo("4MB");
		assertThat(defaultOf("batchpipe.retry.max-retries")).isEqualTo(2);
		assertThat(defaultOf("batchpipe.enabled")).isEqualTo(true);
	}

	@Test
	void eachPropertyOfTheApplicationIsBelowBatchPipe() {
		assertThat(this.properties.keySet()).allMatch((name) -> name.startsWith("batchpipe.")
				|| name.equals("management.health.batchpipe.enabled")
				|| name.startsWith("management.endpoint.batchpipe.") || name.startsWith("management.health.batchpipe"));
	}

	@Test
	void autoConfigurationImportsAreSortedAndExist() throws Exception {
		List<String> names = lines("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports");
		assertThat(names).isNotEmpty().isSorted();
		for (String name : names) {
			assertThat(Class.forName(name)).isPublic().isFinal();
		}
	}

	@Test
	void autoConfigurationsHaveTheirConditionsInTheMetadata() {
		assertThat(lines("META-INF/spring-autoconfigure-metadata.properties")).anyMatch(
				(line) -> line.startsWith("com.batchpipe.autoconfigure.BatchPipeAutoConfiguration.ConditionalOnClass"));
	}

	private Object defaultOf(String name) {
		return this.properties.get(name).getDefaultValue();
	}

	private static Map<String, ConfigurationMetadataProperty> read() {
		try (InputStream metadata = open("META-INF/spring-configuration-metadata.json")) {
			return ConfigurationMetadataRepositoryJsonBuilder.create(metadata).build().getAllProperties();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> lines(String resource) {
		try (InputStream content = open(resource)) {
			return Stream.of(new String(content.readAllBytes()).split("\n")).map(String::strip).toList();
		}
		catch (IOException ex) {
			return Collections.emptyList();
		}
	}

	private static InputStream open(String resource) throws IOException {
		ClassLoader classLoader = ConfigurationMetadataTests.class.getClassLoader();
		var ours = Collections.list(classLoader.getResources(resource))
			.stream()
			.filter((url) -> url.toString().contains("batchpipe-spring-boot-autoconfigure"))
			.findFirst()
			.orElseThrow(() -> new IOException("No " + resource));
		return ours.openStream();
	}

}
