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

package com.batchpipe.benchmarks.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.zaxxer.hikari.HikariDataSource;

import com.batchpipe.benchmarks.rival.PlainPost;

/**
 * The minimum amount of work: two threads in bare loops that lock 1000 rows, post them as
 * an array with plain Reactor Netty, delete the rows and commit. They do not look for
 * pipes, limit sizes, retry requests or set rows aside.
 */
final class FloorSender implements Sender {

	private static final int THREADS = 2;

	private static final String SELECT = "select ID, PAYLOAD from BATCHPIPE_OUTBOX where PIPE_ID = ? "
			+ "order by ID limit 1000 for update skip locked";

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

	private final HikariDataSource dataSource;

	private final PlainPost post;

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running;

	FloorSender(Places places) {
		this.dataSource = places.dataSource(THREADS + 1);
		this.post = new PlainPost(places.sink());
	}

	@Override
	public void publish(List<String> records) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setAutoCommit(false);
			try (PreparedStatement insert = connection
				.prepareStatement("insert into BATCHPIPE_OUTBOX (PIPE_ID, ID, PAYLOAD) values (?, ?, ?)")) {
				for (String record : records) {
					insert.setString(1, OutboxBench.PIPE);
					insert.setObject(2, newTimeOrderedId());
					insert.setBytes(3, record.getBytes(StandardCharsets.UTF_8));
					insert.addBatch();
				}
				insert.executeBatch();
			}
			connection.commit();
		}
	}

	private static UUID newTimeOrderedId() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return new UUID(System.currentTimeMillis() << 16 | 0x7000 | random.nextInt(0x1000),
				random.nextLong() >>> 2 | Long.MIN_VALUE);
	}

	@Override
	public void start() {
		this.running = true;
		for (int i = 0; i < THREADS; i++) {
			Thread thread = new Thread(this::loop);
			thread.start();
			this.threads.add(thread);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
			this.threads.clear();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void loop() {
		try (Connection connection = this.dataSource.getConnection()) {
			try (Statement statement = connection.createStatement()) {
				// Like the relay: a plan made for a nearly empty table would scan it.
				statement.execute("set enable_seqscan = off");
			}
			connection.setAutoCommit(false);
			while (this.running) {
				if (!sendOnce(connection)) {
					LockSupport.parkNanos(PAUSE);
				}
			}
		}
		catch (SQLException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean sendOnce(Connection connection) throws SQLException, InterruptedException {
		List<UUID> ids = new ArrayList<>();
		List<byte[]> records = new ArrayList<>();
		try (PreparedStatement select = connection.prepareStatement(SELECT)) {
			select.setString(1, OutboxBench.PIPE);
			try (ResultSet rows = select.executeQuery()) {
				while (rows.next()) {
					ids.add(rows.getObject(1, UUID.class));
					records.add(rows.getBytes(2));
				}
			}
		}
		if (!ids.isEmpty()) {
			CountDownLatch responded = new CountDownLatch(1);
			this.post.post(records, responded::countDown);
			responded.await();
			try (PreparedStatement delete = connection.prepareStatement(
					"delete from BATCHPIPE_OUTBOX where PIPE_ID = ? and ID between ? and ? and ID = any(?)")) {
				delete.setString(1, OutboxBench.PIPE);
				delete.setObject(2, ids.get(0));
				delete.setObject(3, ids.get(ids.size() - 1));
				delete.setArray(4, connection.createArrayOf("uuid", ids.toArray()));
				delete.executeUpdate();
			}
		}
		connection.commit();
		return !ids.isEmpty();
	}

	@Override
	public void close() {
		stop();
		this.dataSource.close();
	}

}
