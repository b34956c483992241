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

package com.batchpipe.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.RecordOrdering;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts, stops and kills three members of a group at random while BatchPipe sometimes
 * fails. Set {@code -Djudged.records=10000000} for a large run.
 */
class MembersKilledAtRandomTests {

	private static final Log logger = LogFactory.getLog(MembersKilledAtRandomTests.class);

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final int PARTITIONS = 12;

	private static final int RECORDS = Integer.getInteger("judged.records", 60_000);

	private static final int PAUSE = Integer.getInteger("judged.pause", 500);

	private static final int ENDS = Integer.getInteger("judged.ends", 2);

	private final Random random = new Random(42);

	private final List<Member> members = new ArrayList<>();

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	private Path directory;

	@Test
	@Timeout(3600)
	void noRecordIsLostAndEachIsAcceptedOrSetAsideAndOrderIsKept() throws Exception {
		run(RecordOrdering.STRICT);
	}

	@Test
	@Timeout(3600)
	@EnabledIfSystemProperty(named = "judged.records", matches = "\\d+")
	void noRecordIsLostAndEachIsAcceptedOrSetAside() throws Exception {
		run(RecordOrdering.RELAXED);
	}

	private void run(RecordOrdering ordering) throws Exception {
		String topic = Broker.createTopic(PARTITIONS);
		String deadLetters = Broker.createTopic(1);
		Broker.sendBooked(topic, PARTITIONS, RECORDS, MembersKilledAtRandomTests::isPoison);
		Books books = new Books(PARTITIONS);
		long started = System.nanoTime();
		int kills = 0;
		int stops = 0;
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).countOnly().start()) {
			server.on(BatchPipeOperation.INGEST).respondWith(books::respond);
			for (int i = 0; i < 3; i++) {
				start(server, topic, deadLetters, ordering);
			}
			while (Broker.committed("batchpipe-judged", topic) < RECORDS) {
				TimeUnit.MILLISECONDS.sleep(PAUSE / 2 + this.random.nextInt(PAUSE));
				checkCommitted(topic, books);
				if (kills + stops < ENDS) {
					Member member = this.members.remove(this.random.nextInt(this.members.size()));
					if (this.random.nextInt(3) > 0) {
						member.kill();
						kills++;
					}
					else {
						member.stop();
						stops++;
					}
					checkCommitted(topic, books);
					start(server, topic, deadLetters, ordering);
				}
			}
		}
		finally {
			for (Member member : this.members) {
				member.kill();
			}
			this.members.clear();
		}
		Duration time = Duration.ofNanos(System.nanoTime() - started);
		int poison = (int) IntStream.range(0, RECORDS).filter((n) -> isPoison(n / PARTITIONS)).count();
		List<BitSet> setAside = setAside(deadLetters);
		for (int partition = 0; partition < PARTITIONS; partition++) {
			assertThat(books.missing(partition, RECORDS / PARTITIONS, setAside.get(partition))).isZero();
			assertThat(books.accepted(partition).intersects(setAside.get(partition))).isFalse();
			assertThat(setAside.get(partition)).isEqualTo(poison());
		}
		logger.info(String.format(
				"%s: %,d records in %d s, %d members killed, %d stopped, %,d faults, %,d set aside, %,d duplicates, %,d of which were accepted and denied, %,d out of order",
				ordering, RECORDS, time.toSeconds(), kills, stops, books.faults(), poison, books.duplicates(),
				books.denied(), books.outOfOrder()));
		// A member has two consumers, each with at most this number of records in flight.
		assertThat(books.duplicates()).isLessThanOrEqualTo(books.denied() * 3 + (kills + stops) * 3 * 2 * 17_000L);
		if (ordering == RecordOrdering.STRICT) {
			assertThat(books.outOfOrder()).isZero();
		}
	}

	private void start(BatchPipeServer server, String topic, String deadLetters, RecordOrdering ordering)
			throws Exception {
		this.members
			.add(Member.start(server, PIPE, topic, deadLetters, ordering, this.directory.resolve("members.log")));
	}

	private static boolean isPoison(int number) {
		return number % 3001 == 7;
	}

	private static BitSet poison() {
		BitSet poison = new BitSet();
		IntStream.range(0, RECORDS / PARTITIONS).filter(MembersKilledAtRandomTests::isPoison).forEach(poison::set);
		return poison;
	}

	/**
	 * Every record below the committed offset is accepted or set aside.
	 */
	private static void checkCommitted(String topic, Books books) {
		for (Map.Entry<Integer, Long> committed : Broker.committedOffsets("batchpipe-judged", topic).entrySet()) {
			assertThat(books.missing(committed.getKey(), committed.getValue(), poison())).isZero();
		}
	}

	private static List<BitSet> setAside(String topic) {
		List<BitSet> setAside = new ArrayList<>();
		for (int i = 0; i < PARTITIONS; i++) {
			setAside.add(new BitSet());
		}
		for (ConsumerRecord<byte[], byte[]> record : Broker.readAll(topic)) {
			String value = new String(record.value(), StandardCharsets.UTF_8);
			String[] numbers = value.replaceAll("[^0-9]+", " ").strip().split(" ");
			setAside.get(Integer.parseInt(numbers[0])).set(Integer.parseInt(numbers[1]));
		}
		return setAside;
	}

}
