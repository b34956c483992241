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

package com.batchpipe.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.RecordOrdering;

/**
 * Builder for {@link BatchPipeOutbox}. Not safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchPipeOutboxBuilder {

	private static final int DEFAULT_MAX_RECORD_SIZE = 256 * 1024;

	private final DataSource dataSource;

	private final BatchPipePublisher publisher;

	private @Nullable String pipeId;

	private String tablePrefix = "BATCHPIPE_";

	private boolean relay = true;

	private int workers = 2;

	private Duration pollInterval = Duration.ofSeconds(1);

	private Duration maxPollInterval = Duration.ofSeconds(10);

	private Duration drainTimeout = Duration.ofSeconds(10);

	private RecordOrdering ordering = RecordOrdering.RELAXED;

	private int maxRecordSize = DEFAULT_MAX_RECORD_SIZE;

	private int maxClaimRecords = 1000;

	private long maxClaimSize = 512 * 1024;

	private JsonMapper recordMapper = JsonMapper.shared();

	private OutboxListener listener = new OutboxListener() {
	};

	private ThreadFactory threadFactory = daemonThreads();

	private @Nullable Integer maxConnections;

	BatchPipeOutboxBuilder(DataSource dataSource, BatchPipePublisher publisher) {
		Assert.notNull(dataSource, "'dataSource' must not be null");
		Assert.notNull(publisher, "'publisher' must not be null");
		this.dataSource = (dataSource instanceof TransactionAwareDataSourceProxy proxy) ? target(proxy) : dataSource;
		this.publisher = publisher;
	}

	/**
	 * Return the {@code DataSource} behind the proxy, to which transactions are bound.
	 */
	private static DataSource target(TransactionAwareDataSourceProxy proxy) {
		DataSource target = proxy.getTargetDataSource();
		Assert.notNull(target, "'dataSource' must have a target");
		return target;
	}

	private static ThreadFactory daemonThreads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("batchpipe-outbox-");
		threads.setDaemon(true);
		return threads;
	}

	/**
	 * Set the default pipe, for records that are published without a pipe.
	 * @param pipeId the pipe's identifier, or {@code null} for none
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder pipeId(@Nullable String pipeId) {
		this.pipeId = pipeId;
		return this;
	}

	/**
	 * Set the prefix of the table names. The default is {@code BATCHPIPE_}.
	 * @param tablePrefix the prefix, which may include a schema and can contain letters,
	 * digits, underscores, dots and dollar signs
	 * @return this builder
	 * @throws InvalidOutboxSettingException if the prefix contains other characters
	 */
	public BatchPipeOutboxBuilder tablePrefix(String tablePrefix) {
		if (!tablePrefix.matches("[\\p{L}\\p{N}_.$]*")) {
			throw new InvalidOutboxSettingException("tablePrefix",
					"must contain only letters, digits, underscores, dots and dollar signs");
		}
		this.tablePrefix = tablePrefix;
		return this;
	}

	/**
	 * Set whether this instance sends records. If it does not, other instances must send
	 * them. The default is {@code true}.
	 * @param relay whether to send records
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder relay(boolean relay) {
		this.relay = relay;
		return this;
	}

	/**
	 * Set the number of threads that claim and send rows. Each thread uses a database
	 * connection while its request is in flight. The default is 2.
	 * @param workers the number of threads, from 1 to 64
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder workers(int workers) {
		this.workers = workers;
		return this;
	}

	/**
	 * Set how often to poll for rows of other instances. Rows committed by this instance
	 * are sent without a poll. The default is 1 second.
	 * @param pollInterval the interval, at least 10 milliseconds
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder pollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
		return this;
	}

	/**
	 * Set the maximum to which the {@linkplain #pollInterval(Duration) poll interval}
	 * grows while no rows are found. The default is 10 seconds.
	 * @param maxPollInterval the interval, not less than the poll interval
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder maxPollInterval(Duration maxPollInterval) {
		this.maxPollInterval = maxPollInterval;
		return this;
	}

	/**
	 * Set how long to wait for requests in flight when the outbox is stopped. The rows of
	 * requests that take longer remain in the table. The default is 10 seconds.
	 * @param drainTimeout the time
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder drainTimeout(Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
		return this;
	}

	/**
	 * Set the order in which the records of a pipe are sent. With
	 * {@link RecordOrdering#STRICT STRICT}, only one worker across all instances sends
	 * rows of a pipe at a time, and the publisher must use strict ordering, too. The
	 * default is {@link RecordOrdering#RELAXED RELAXED}.
	 * @param ordering the ordering
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder ordering(RecordOrdering ordering) {
		this.ordering = ordering;
		return this;
	}

	/**
	 * Set the maximum size of the JSON of a record. The default is 256 KiB. If the
	 * publisher has a record id field, its maximum record size must be larger by at least
	 * 42 bytes plus the length of that field's name. Otherwise, it must not be smaller.
	 * Records that are too large for the publisher are set aside.
	 * @param maxRecordSize the size in bytes
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder maxRecordSize(int maxRecordSize) {
		this.maxRecordSize = maxRecordSize;
		return this;
	}

	/**
	 * Set the maximum number of rows that are claimed and sent together. The default is
	 * 1,000, which is also the default maximum number of records in a batch of the
	 * publisher.
	 * @param maxClaimRecords the number of rows
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder maxClaimRecords(int maxClaimRecords) {
		this.maxClaimRecords = maxClaimRecords;
		return this;
	}

	/**
	 * Set the maximum size of the rows that are claimed and sent together: their JSON,
	 * plus 64 bytes for each row. Only a single row can exceed it. The default is 512
	 * KiB, which is also the default maximum size of a batch of the publisher.
	 * @param maxClaimSize the size in bytes
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder maxClaimSize(long maxClaimSize) {
		this.maxClaimSize = maxClaimSize;
		return this;
	}

	/**
	 * Set the mapper that writes records as JSON.
	 * @param recordMapper the mapper
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder recordMapper(JsonMapper recordMapper) {
		this.recordMapper = recordMapper;
		return this;
	}

	/**
	 * Set the listener that is notified of the relay's work.
	 * @param listener the listener
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder listener(OutboxListener listener) {
		this.listener = listener;
		return this;
	}

	/**
	 * Set the factory for the worker threads. By default, they are daemon threads.
	 * @param threadFactory the factory
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder threadFactory(ThreadFactory threadFactory) {
		this.threadFactory = threadFactory;
		return this;
	}

	/**
	 * Set the maximum size of the database connection pool, if it is known. The outbox
	 * does not change the pool, but logs a warning at startup if the pool is too small
	 * for the workers and the application.
	 * @param maxConnections the number of connections, or {@code null} if it is unknown
	 * @return this builder
	 */
	public BatchPipeOutboxBuilder maxConnections(@Nullable Integer maxConnections) {
		this.maxConnections = maxConnections;
		return this;
	}

	/**
	 * Build the outbox. It is a {@link org.springframework.context.SmartLifecycle
	 * SmartLifecycle} that starts and stops its relay.
	 * @return the outbox
	 * @throws InvalidOutboxSettingException if a setting is invalid
	 * @throws OutboxDatabaseException if the outbox does not support the database
	 */
	public BatchPipeOutbox build() {
		OutboxSettings settings = new OutboxSettings(this.workers, this.pollInterval, this.maxPollInterval,
				this.drainTimeout, this.ordering == RecordOrdering.STRICT, this.maxClaimRecords, this.maxClaimSize);
		JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);
		OutboxDialect dialect = Objects
			.requireNonNull(jdbc.execute((ConnectionCallback<OutboxDialect>) OutboxDialect::of));
		TransactionTemplate newTransactions = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
		newTransactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		newTransactions.setIsolationLevel(dialect.isolationLevel());
		Clock clock = Clock.systemUTC();
		OutboxTable table = new OutboxTable(jdbc, dialect, this.tablePrefix + "OUTBOX");
		RelayLog log = new RelayLog();
		RelayCounts counts = new RelayCounts(this.listener, log);
		if (this.relay && this.maxConnections != null && this.maxConnections >= 0
				&& this.maxConnections <= this.workers) {
			log.poolTooSmall(this.maxConnections, this.workers);
		}
		Duration commitDelay = dialect.commitDelay(jdbc);
		if (!commitDelay.isZero()) {
			log.commitsDelayed(commitDelay);
		}
		ClaimPositions positions = new ClaimPositions();
		RelaySignal signal = new RelaySignal(positions);
		SetAsideTable setAside = new SetAsideTable(jdbc, new CallerTransactions(this.dataSource, newTransactions),
				dialect, table, clock, signal::movedBack);
		Backlog backlog = new Backlog(table, setAside, positions, clock);
		RelayLifecycle relay = new RelayLifecycle(settings, this.relay, this.threadFactory, () -> queue(settings),
				(queue) -> new OutboxRelay(settings, table, setAside, newTransactions, this.publisher, queue, backlog,
						positions, counts, log, clock),
				signal, log);
		return new DefaultBatchPipeOutbox(this.dataSource, this.pipeId,
				new RecordWriter(this.recordMapper, this.maxRecordSize), new RecordIds(clock::millis), table, setAside,
				counts, backlog, signal, relay);
	}

	private static RelayQueue queue(OutboxSettings settings) {
		return new RelayQueue(new RelaySchedule(settings.inOrder(),
				new PollInterval(settings.pollInterval(), settings.maxPollInterval()), System.nanoTime()));
	}

}
