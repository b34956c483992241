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

package com.batchpipe.benchmarks.rival;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApi;
import com.influxdb.client.WriteOptions;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import okhttp3.OkHttpClient;

import com.batchpipe.benchmarks.Reading;

/**
 * The {@code WriteApi} of influxdb-client-java, with points and with encoded lines. At
 * its best: {@code TCP_NODELAY}, batches of 5000 and a buffer that does not overflow.
 */
final class Influx implements Rival {

	private static final String ORG = "benchmark";

	private static final int BEST_BATCH = 5_000;

	private static final int BEST_BUFFER = 4_000_000;

	private final Reading[] readings = Reading.all();

	private final String[] lines = new String[Reading.VARIETY];

	private final boolean ready;

	private final InfluxDBClient client;

	private final WriteApi writeApi;

	private Influx(String url, boolean ready, boolean best) {
		this.ready = ready;
		OkHttpClient.Builder http = new OkHttpClient.Builder();
		WriteOptions.Builder options = WriteOptions.builder();
		if (best) {
			http.socketFactory(new NoDelaySocketFactory());
			options.batchSize(BEST_BATCH).bufferLimit(BEST_BUFFER);
		}
		this.client = InfluxDBClientFactory.create(InfluxDBClientOptions.builder()
			.url(url)
			.authenticateToken("benchmark".toCharArray())
			.org(ORG)
			.bucket(Pipes.name(0))
			.okHttpClient(http)
			.build());
		this.writeApi = this.client.makeWriteApi(options.build());
		for (int number = 0; number < Reading.VARIETY; number++) {
			this.lines[number] = this.readings[number].toLine("reading");
		}
	}

	static Influx points(String url) {
		return new Influx(url, false, false);
	}

	static Influx pointsAtBest(String url) {
		return new Influx(url, false, true);
	}

	static Influx lines(String url) {
		return new Influx(url, true, false);
	}

	static Influx linesAtBest(String url) {
		return new Influx(url, true, true);
	}

	@Override
	public Producer producer() {
		return this.ready ? this::publishLine : this::publishPoint;
	}

	private void publishLine(int number, int pipe) {
		this.writeApi.writeRecord(Pipes.name(pipe), ORG, WritePrecision.MS, this.lines[number & (Reading.VARIETY - 1)]);
	}

	private void publishPoint(int number, int pipe) {
		Reading reading = this.readings[number & (Reading.VARIETY - 1)];
		this.writeApi.writePoint(Pipes.name(pipe), ORG,
				Point.measurement("reading")
					.addTag("sensor", reading.sensor())
					.addTag("site", reading.site())
					.addField("id", reading.id())
					.addField("temperature", reading.temperature())
					.addField("humidity", reading.humidity())
					.addField("ok", reading.ok())
					.addField("note", reading.note())
					.time(reading.time(), WritePrecision.MS));
	}

	@Override
	public void flush() {
		this.writeApi.flush();
	}

	@Override
	public void close() {
		this.writeApi.close();
		this.client.close();
	}

}
