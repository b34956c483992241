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

package com.batchpipe.test.batch;

import java.util.Map;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.jdbc.support.JdbcTransactionManager;

import com.batchpipe.batch.BatchPipeItemWriterBuilder;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * A process that sends the rows of a table to a pipe. It resumes an execution that was
 * interrupted by the end of an earlier process.
 */
public final class RowsJob {

	static final int CHUNK = 1000;

	private RowsJob() {
	}

	/**
	 * Run the job.
	 * @param args the URL of the database, the base URL of BatchPipe, the API key and the
	 * pipe
	 */
	public static void main(String[] args) throws Exception {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setURL(args[0]);
		try (BatchPipeClient client = BatchPipeClient.builder().baseUrl(args[1]).apiKey(ApiKey.of(args[2])).build();
				BatchPipePublisher publisher = BatchPipePublisher.builder(client).build()) {
			BatchStatus status = run(dataSource, publisher, args[3]);
			System.exit((status == BatchStatus.COMPLETED) ? 0 : 1);
		}
	}

	private static BatchStatus run(DataSource dataSource, BatchPipePublisher publisher, String pipeId)
			throws Exception {
		JdbcTransactionManager transactionManager = new JdbcTransactionManager(dataSource);
		JobRepository repository = repository(dataSource, transactionManager);
		Job job = new JobBuilder("rows", repository)
			.start(new StepBuilder("send", repository).<Integer, Integer>chunk(CHUNK)
				.transactionManager(transactionManager)
				.reader(new JdbcCursorItemReaderBuilder<Integer>().name("rows")
					.dataSource(dataSource)
					.sql("select n from source order by n")
					.fetchSize(CHUNK)
					.rowMapper((row, index) -> row.getInt(1))
					.build())
				.writer(new BatchPipeItemWriterBuilder<Integer>().publisher(publisher)
					.pipeId(pipeId)
					.recordMapper((n) -> Map.of("n", n))
					.build())
				.build())
			.build();
		MapJobRegistry registry = new MapJobRegistry();
		registry.register(job);
		TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
		operator.setJobRepository(repository);
		operator.setJobRegistry(registry);
		operator.afterPropertiesSet();
		JobInstance instance = repository.getJobInstance("rows", new JobParameters());
		JobExecution last = (instance != null) ? repository.getLastJobExecution(instance) : null;
		JobExecution execution = (last != null) ? operator.restart(operator.recover(last))
				: operator.start(job, new JobParameters());
		return execution.getStatus();
	}

	private static JobRepository repository(DataSource dataSource, JdbcTransactionManager transactionManager)
			throws Exception {
		JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
		factory.setDataSource(dataSource);
		factory.setTransactionManager(transactionManager);
		factory.afterPropertiesSet();
		return factory.getObject();
	}

}
