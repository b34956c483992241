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

package com.batchpipe.publisher;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.unit.DataSize;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherProperties;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.settings.PublisherSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests that a setting has the same name, default and validation in the builder and as a
 * property.
 */
class PublisherSettingsTests {

	private static final String PREFIX = "batchpipe.publisher.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, BatchPipeAutoConfiguration.class,
				BatchPipePublisherAutoConfiguration.class))
		.withPropertyValues("batchpipe.base-url=http://localhost:1");

	@Test
	void whenNothingIsSetThenPropertiesAndBuilderHaveTheSameDefaults() {
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(new BatchPipePublisherProperties());
		Map<String, Object> defaults = new TreeMap<>();
		for (var property : properties.getPropertyDescriptors()) {
			if (!property.getName().equals("class") && !property.getName().equals("enabled")) {
				defaults.put(property.getName(), plain(properties.getPropertyValue(property.getName())));
			}
		}
		assertThat(defaults).isEqualTo(values(builder().draft.toSettings()));
	}

	@Test
	void whenAllPropertiesAreSetThenThePublisherHasAllOfThem() {
		Map<String, Object> others = new TreeMap<>();
		String[] properties = otherSettings()
			.peek((setting) -> others.put((String) setting.get()[0], plain(setting.get()[2])))
			.map((setting) -> PREFIX + DataObjectPropertyName.toDashedForm((String) setting.get()[0]) + "="
					+ setting.get()[1])
			.toArray(String[]::new);
		Map<String, Object> defaults = values(builder().draft.toSettings());
		assertThat(others.keySet()).isEqualTo(defaults.keySet());
		others.forEach((name, value) -> assertThat(value).as(name).isNotEqualTo(defaults.get(name)));
		this.runner.withPropertyValues(properties)
			.run((context) -> assertThat(settingsOf(context.getBean(BatchPipePublisher.class))).isEqualTo(others));
	}

	@ParameterizedTest
	@MethodSource
	void whenSettingCannotWorkThenBuilderAndPropertySayTheSame(String name, String value, String reason,
			Consumer<BatchPipePublisherBuilder> setter) {
		BatchPipePublisherBuilder builder = builder();
		setter.accept(builder);
		assertThatExceptionOfType(InvalidPublisherSettingException.class).isThrownBy(builder::build)
			.withMessage("'" + name + "' " + reason)
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo(name))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
		String property = PREFIX + DataObjectPropertyName.toDashedForm(name);
		this.runner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(property);
					assertThat(ex.getReason())
						.isEqualTo("It " + reason.replace("'deliveryTimeout'", "'batchpipe.publisher.delivery-timeout'")
							.replace("'maxBatchSize'", "'batchpipe.publisher.max-batch-size'")
							.replace("'minBackoff'", "'batchpipe.publisher.min-backoff'")
							.replace("'maxInFlight'", "'batchpipe.publisher.max-in-flight'") + ".");
				}));
	}

	static Stream<Arguments> whenSettingCannotWorkThenBuilderAndPropertySayTheSame() {
		String positive = "must be greater than zero";
		String notNegative = "must not be negative";
		return Stream.of(broken("pipeId", "..", "must not be '.' or '..'", (builder) -> builder.pipeId("..")),
				broken("maxBatchRecords", "0", positive, (builder) -> builder.maxBatchRecords(0)),
				broken("maxBatchSize", "-1B", positive, (builder) -> builder.maxBatchSize(-1)),
				broken("maxBatchSize", "5GB", "must not be more than 1 GiB",
						(builder) -> builder.maxBatchSize(Integer.MAX_VALUE)),
				broken("maxBatchSize", "-5GB", positive, (builder) -> builder.maxBatchSize(Integer.MIN_VALUE)),
				broken("linger", "-1ms", notNegative, (builder) -> builder.linger(Duration.ofMillis(-1))),
				broken("linger", "2m", "must be less than 'deliveryTimeout'",
						(builder) -> builder.linger(Duration.ofMinutes(2))),
				broken("maxRecordSize", "0B", positive, (builder) -> builder.maxRecordSize(0)),
				broken("maxRecordSize", "512KB", "must be at least 2 bytes less than 'maxBatchSize'",
						(builder) -> builder.maxRecordSize(512 * 1024)),
				broken("maxBufferSize", "1MB", "must be at least twice the product of 'maxBatchSize' and 'maxInFlight'",
						(builder) -> builder.maxBufferSize(1024 * 1024)),
				broken("maxBlock", "-1ms", notNegative, (builder) -> builder.maxBlock(Duration.ofMillis(-1))),
				broken("maxInFlight", "0", positive, (builder) -> builder.maxInFlight(0)),
				broken("maxTotalInFlight", "0", positive, (builder) -> builder.maxTotalInFlight(0)),
				broken("requestTimeout", "0s", positive, (builder) -> builder.requestTimeout(Duration.ZERO)),
				broken("requestTimeout", "2m", "must be less than 'deliveryTimeout'",
						(builder) -> builder.requestTimeout(Duration.ofMinutes(2))),
				broken("deliveryTimeout", "0s", positive, (builder) -> builder.deliveryTimeout(Duration.ZERO)),
				broken("minBackoff", "0s", positive, (builder) -> builder.minBackoff(Duration.ZERO)),
				broken("maxBackoff", "199ms", "must not be less than 'minBackoff'",
						(builder) -> builder.maxBackoff(Duration.ofMillis(199))),
				broken("maxRetryAfter", "-1s", notNegative, (builder) -> builder.maxRetryAfter(Duration.ofSeconds(-1))),
				broken("probeInterval", "0s", positive, (builder) -> builder.probeInterval(Duration.ZERO)),
				broken("drainTimeout", "0s", positive, (builder) -> builder.drainTimeout(Duration.ZERO)),
				broken("maxBisectRequests", "0", positive, (builder) -> builder.maxBisectRequests(0)),
				broken("gzipMinSize", "-1B", notNegative, (builder) -> builder.gzipMinSize(-1)),
				broken("recordIdField", "a b",
						"must consist of one or more letters, digits, underscores, dots or hyphens",
						(builder) -> builder.recordIdField("a b")));
	}

	private static Arguments broken(String name, String value, String reason,
			Consumer<BatchPipePublisherBuilder> setter) {
		return Arguments.of(name, value, reason, setter);
	}

	private static Stream<Arguments> otherSettings() {
		return Stream.of(Arguments.of("pipeId", "other", "other"), Arguments.of("maxBatchRecords", "1", 1),
				Arguments.of("maxBatchSize", "1MB", 1024L * 1024), Arguments.of("linger", "2s", Duration.ofSeconds(2)),
				Arguments.of("maxRecordSize", "3KB", 3L * 1024),
				Arguments.of("maxBufferSize", "64MB", 64L * 1024 * 1024),
				Arguments.of("overflow", "drop-oldest", OverflowPolicy.DROP_OLDEST),
				Arguments.of("maxBlock", "4s", Duration.ofSeconds(4)), Arguments.of("maxInFlight", "5", 5),
				Arguments.of("maxTotalInFlight", "6", 6), Arguments.of("requestTimeout", "7s", Duration.ofSeconds(7)),
				Arguments.of("deliveryTimeout", "8m", Duration.ofMinutes(8)),
				Arguments.of("minBackoff", "9ms", Duration.ofMillis(9)),
				Arguments.of("maxBackoff", "10s", Duration.ofSeconds(10)),
				Arguments.of("maxRetryAfter", "11m", Duration.ofMinutes(11)),
				Arguments.of("probeInterval", "12s", Duration.ofSeconds(12)),
				Arguments.of("drainTimeout", "13s", Duration.ofSeconds(13)),
				Arguments.of("ordering", "strict", RecordOrdering.STRICT),
				Arguments.of("onInvalid", "reject", InvalidBatchPolicy.REJECT),
				Arguments.of("maxBisectRequests", "14", 14), Arguments.of("gzip", "true", true),
				Arguments.of("gzipMinSize", "15B", 15L), Arguments.of("recordIdField", "id", "id"));
	}

	private static BatchPipePublisherBuilder builder() {
		return BatchPipePublisher.builder(mock(BatchPipeClient.class));
	}

	private static Map<String, Object> settingsOf(BatchPipePublisher publisher) {
		PublisherSettings settings = (PublisherSettings) ReflectionTestUtils.getField(publisher, "settings");
		assertThat(settings).isNotNull();
		return values(settings);
	}

	private static Map<String, Object> values(PublisherSettings settings) {
		return Arrays.stream(PublisherSettings.class.getRecordComponents())
			.collect(Collectors.toMap(RecordComponent::getName,
					(component) -> plain(ReflectionTestUtils.getField(settings, component.getName())), (a, b) -> a,
					TreeMap::new));
	}

	/**
	 * Convert numbers to one type, and sizes to bytes.
	 */
	private static Object plain(Object value) {
		if (value instanceof DataSize size) {
			return size.toBytes();
		}
		if (value instanceof Number number) {
			return number.longValue();
		}
		return (value != null) ? value : "none";
	}

}
