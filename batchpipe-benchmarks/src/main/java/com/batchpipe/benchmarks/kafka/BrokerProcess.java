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

package com.batchpipe.benchmarks.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import com.batchpipe.benchmarks.ChildJvm;
import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Lifeline;

/**
 * A broker in a separate process, which ends with its parent.
 */
public final class BrokerProcess implements AutoCloseable {

	private static final Duration LIFETIME = Duration.ofMinutes(60);

	private static final String LINE = "broker ";

	private final ChildJvm child;

	private final String url;

	private BrokerProcess(ChildJvm child, String url) {
		this.child = child;
		this.url = url;
	}

	/**
	 * Start a broker, print its address, and run until something is written to the
	 * standard input or the input ends. The broker then deletes its files.
	 * @param args none
	 * @throws IOException if the standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		Lifeline.endAfter(LIFETIME);
		EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
		broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
		broker.brokerProperty("offsets.topic.num.partitions", "1");
		broker.brokerProperty("controlled.shutdown.enable", "false");
		broker.afterPropertiesSet();
		Console.print(LINE + broker.getBrokersAsString());
		System.in.read();
		broker.destroy();
		System.exit(0);
	}

	static BrokerProcess start() throws IOException {
		ChildJvm child = ChildJvm.start(BrokerProcess.class, LIFETIME, List.of("-Xmx768m", "-XX:+UseG1GC"));
		String line = child.read((text) -> text.startsWith(LINE));
		if (line == null) {
			throw new IOException("The broker has ended");
		}
		return new BrokerProcess(child, line.substring(LINE.length()));
	}

	String url() {
		return this.url;
	}

	@Override
	public void close() {
		try {
			this.child.write("end");
			this.child.read((line) -> false);
		}
		catch (IOException ex) {
			// The process has already ended.
		}
		this.child.close();
	}

}
