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

package com.batchpipe.benchmarks.publisher;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;

import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherMetricsAutoConfiguration;
import com.batchpipe.benchmarks.InstantConnector;
import com.batchpipe.benchmarks.Reading;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * What {@code publish} costs with 1, 2, 4 and 16 threads if responses arrive at once and
 * without a network. Publishing waits for room, so this is a rate that can be sustained.
 * The floor writes the same record with a sequence writer that stays open, or copies it,
 * to an array that only the thread uses.
 */
@NullUnmarked // JMH fills the fields.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 1)
@Fork(value = 3, jvmArgsAppend = { "-Xms1g", "-Xmx1g", "-XX:+UseG1GC" })
public class EnqueueBenchmark {

	private static final String PIPE = "5f0c2c1e-8f6f-4a59-9d0e-0a2e8f6b1c11";

	/**
	 * What is published.
	 */
	@Param({ "floor", "object", "floor-ready", "ready" })
	public String input;

	/**
	 * Whether the publisher's meters are registered.
	 */
	@Param("off")
	public String meters;

	private final Object[] records = new Object[Reading.VARIETY];

	private ConfigurableApplicationContext application;

	private BatchPipePublisher publisher;

	/**
	 * Start an application with the publisher.
	 */
	@Setup(Level.Trial)
	public void start() {
		JsonMapper mapper = JsonMapper.builder().build();
		Reading[] readings = Reading.all();
		for (int number = 0; number < Reading.VARIETY; number++) {
			byte[] json = readings[number].toJson(mapper);
			this.records[number] = switch (this.input) {
				case "ready" -> RawJson.of(json);
				case "floor-ready" -> json;
				default -> readings[number];
			};
		}
		this.application = new SpringApplicationBuilder(Application.class).bannerMode(Banner.Mode.OFF)
			.properties("batchpipe.publisher.max-block=30s")
			.initializers(this::registerMeters)
			.run();
		this.application.getBeansOfType(MeterBinder.class)
			.values()
			.forEach((meters) -> meters.bindTo(this.application.getBean(MeterRegistry.class)));
		this.publisher = this.application.getBean(BatchPipePublisher.class);
	}

	private void registerMeters(ConfigurableApplicationContext application) {
		if ("on".equals(this.meters)) {
			((GenericApplicationContext) application).registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
		}
	}

	/**
	 * Close the application.
	 */
	@TearDown(Level.Trial)
	public void stop() {
		this.application.close();
	}

	/**
	 * One thread.
	 * @param cursor the thread's place among the records
	 */
	@Benchmark
	@Threads(1)
	public void threads01(Cursor cursor) {
		publish(cursor);
	}

	/**
	 * Two threads.
	 * @param cursor the thread's place among the records
	 */
	@Benchmark
	@Threads(2)
	public void threads02(Cursor cursor) {
		publish(cursor);
	}

	/**
	 * Four threads.
	 * @param cursor the thread's place among the records
	 */
	@Benchmark
	@Threads(4)
	public void threads04(Cursor cursor) {
		publish(cursor);
	}

	/**
	 * Sixteen threads.
	 * @param cursor the thread's place among the records
	 */
	@Benchmark
	@Threads(16)
	public void threads16(Cursor cursor) {
		publish(cursor);
	}

	private void publish(Cursor cursor) {
		Object record = this.records[cursor.number++ & (Reading.VARIETY - 1)];
		switch (this.input) {
			case "floor" -> cursor.write((Reading) record);
			case "floor-ready" -> cursor.copy((byte[]) record);
			default -> this.publisher.publish(PIPE, record);
		}
	}

	/**
	 * A thread's place among the records, and what it needs for the floor.
	 */
	@State(Scope.Thread)
	public static class Cursor {

		private static final int BATCH = 1000;

		private final ByteArrayOutputStream array = new ByteArrayOutputStream(256 * 1024);

		private final SequenceWriter writer = JsonMapper.builder()
			.build()
			.writerFor(Reading.class)
			.without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.withRootValueSeparator(",")
			.writeValues(this.array);

		private int number;

		private void write(Reading reading) {
			this.writer.write(reading);
			recycle();
		}

		private void copy(byte[] json) {
			this.array.write(',');
			this.array.writeBytes(json);
			recycle();
		}

		private void recycle() {
			if (this.number % BATCH == 0) {
				this.array.reset();
			}
		}

	}

	/**
	 * An application that gets each response at once. The libraries of other benchmarks
	 * are on the class path, so the auto-configurations it needs are listed explicitly.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, BatchPipePublisherAutoConfiguration.class,
			BatchPipePublisherMetricsAutoConfiguration.class })
	static class Application {

		@Bean
		BatchPipeClient batchPipeClient() {
			return BatchPipeClient.builder()
				.baseUrl("http://127.0.0.1:1")
				.clientConnector(new InstantConnector())
				.build();
		}

	}

}
