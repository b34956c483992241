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

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Persistor;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.zaxxer.hikari.HikariDataSource;

/**
 * Gruelbox: a row for each call of a method, which its executor performs after the
 * commit.
 */
final class GruelboxSender implements Sender {

	private static final int THREADS = 16;

	private final HikariDataSource dataSource;

	private final TransactionManager transactionManager;

	private final TransactionOutbox outbox;

	private GruelboxSender(Places places, Submitter submitter) {
		this.dataSource = places.dataSource(THREADS + 4);
		this.transactionManager = TransactionManager.fromDataSource(this.dataSource);
		RecordPost post = new RecordPost(places.sink());
		this.outbox = TransactionOutbox.builder()
			.transactionManager(this.transactionManager)
			.persistor(Persistor.forDialect(Dialect.POSTGRESQL_9))
			.instantiator(Instantiator.using((type) -> post))
			.submitter(submitter)
			.build();
	}

	static GruelboxSender asShipped(Places places) {
		return new GruelboxSender(places, Submitter.withDefaultExecutor());
	}

	/**
	 * Calls methods on as many threads as are worthwhile, with a queue that is never
	 * full.
	 */
	static GruelboxSender atBest(Places places) {
		return new GruelboxSender(places, Submitter
			.withExecutor(new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>())));
	}

	@Override
	public void publish(List<String> records) {
		this.transactionManager.inTransaction(() -> {
			RecordPoster scheduled = this.outbox.schedule(RecordPoster.class);
			records.forEach(scheduled::post);
		});
	}

	@Override
	public void close() {
		this.dataSource.close();
	}

}
