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
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.benchmarks.Reading;

/**
 * Ways to write a record as JSON with Jackson. Run this benchmark with one and with two
 * threads, because all threads share Jackson's default pool of buffers.
 */
@NullUnmarked // JMH fills the fields.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(3)
public class EncodeBenchmark {

	private static final int BATCH = 1000;

	private final Reading[] readings = Reading.all();

	private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(256 * 1024);

	private ObjectWriter writer;

	private SequenceWriter sequence;

	private int number;

	private int written;

	/**
	 * Open the writers.
	 * @param mapper the mapper
	 */
	@Setup(Level.Trial)
	public void open(Mapper mapper) {
		this.writer = mapper.mapper.writerFor(Reading.class);
		this.sequence = this.writer.without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.withRootValueSeparator(",")
			.writeValues(this.buffer);
	}

	/**
	 * A separate array for each record.
	 * @return the JSON
	 */
	@Benchmark
	public byte[] bytes() {
		return this.writer.writeValueAsBytes(next());
	}

	/**
	 * One buffer for all records, and a new generator for each record.
	 * @return the size of the buffer
	 */
	@Benchmark
	public int buffer() {
		this.writer.writeValue(this.buffer, next());
		return written();
	}

	/**
	 * One buffer and one writer that stays open.
	 * @return the size of the buffer
	 */
	@Benchmark
	public int sequence() {
		this.sequence.write(next());
		return written();
	}

	private Reading next() {
		return this.readings[this.number++ & (Reading.VARIETY - 1)];
	}

	private int written() {
		int size = this.buffer.size();
		if (++this.written == BATCH) {
			this.written = 0;
			this.buffer.reset();
		}
		return size;
	}

	/**
	 * Jackson's default pool is {@code shared}.
	 */
	@State(Scope.Benchmark)
	public static class Mapper {

		/**
		 * The pool of Jackson's buffers.
		 */
		@Param({ "shared", "thread-local" })
		public String pool;

		private JsonMapper mapper;

		/**
		 * Build the mapper.
		 */
		@Setup(Level.Trial)
		public void build() {
			this.mapper = "shared".equals(this.pool) ? JsonMapper.builder().build()
					: JsonMapper
						.builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build())
						.build();
		}

	}

}
