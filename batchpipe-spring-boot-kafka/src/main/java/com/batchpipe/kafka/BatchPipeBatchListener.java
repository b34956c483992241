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

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.util.Assert;

import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.BatchResult.Undelivered;
import com.batchpipe.publisher.RecordTooLargeException;

/**
 * Sends the records of a poll to a pipe and returns when all of them have ended. Use it
 * in your own listeners, such as a method with {@code @KafkaListener(batch = "true")}.
 * Each consumer waits until the records of a poll have ended before it polls again, so a
 * {@link BatchPipeRoute} is faster.
 * <p>
 * Records that BatchPipe rejects, that cannot be converted, that are not JSON objects or
 * that are too large are passed to the recoverer. If records are not delivered for
 * another reason, for example because the pipe is unknown, a
 * {@link BatchListenerFailedException} identifies the first of them. Configure the
 * container with an error handler that retries without limit, such as a
 * {@code DefaultErrorHandler} with unlimited attempts.
 * <p>
 * Safe for use by multiple threads if the converter and the recoverer are.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public class BatchPipeBatchListener<K, V> implements BatchMessageListener<K, V> {

	private static final BatchOptions OPTIONS = BatchOptions.none().withoutUndeliveredRecordHandler();

	private final BatchPipePublisher publisher;

	private final String pipeId;

	private final RecordConverter<K, V> converter;

	private final @Nullable ConsumerRecordRecoverer recoverer;

	/**
	 * Create a listener for values that can be sent directly: encoded JSON as
	 * {@code byte[]} or {@code String}, or objects that Jackson writes as JSON objects.
	 * Tombstones are skipped.
	 * @param publisher the publisher
	 * @param pipeId the pipe's identifier, a UUID
	 * @param recoverer the recoverer for rejected records, for example a {@code
	 * DeadLetterPublishingRecoverer}, or {@code null} to fail if a record is rejected
	 */
	public BatchPipeBatchListener(BatchPipePublisher publisher, String pipeId,
			@Nullable ConsumerRecordRecoverer recoverer) {
		this(publisher, pipeId, BatchPipeBatchListener::value, recoverer);
	}

	/**
	 * Create a listener.
	 * @param publisher the publisher
	 * @param pipeId the pipe's identifier, a UUID
	 * @param converter creates the records for BatchPipe
	 * @param recoverer the recoverer for rejected records, or {@code null} to fail if a
	 * record is rejected
	 */
	public BatchPipeBatchListener(BatchPipePublisher publisher, String pipeId, RecordConverter<K, V> converter,
			@Nullable ConsumerRecordRecoverer recoverer) {
		Assert.notNull(publisher, "'publisher' must not be null");
		Assert.hasText(pipeId, "'pipeId' must not be blank");
		Assert.notNull(converter, "'converter' must not be null");
		this.publisher = publisher;
		this.pipeId = pipeId;
		this.converter = converter;
		this.recoverer = recoverer;
	}

	private static @Nullable Object value(ConsumerRecord<?, ?> record) {
		Object value = record.value();
		if (value instanceof byte[] json) {
			return RawJson.of(json);
		}
		return (value instanceof String json) ? RawJson.of(json) : value;
	}

	/**
	 * Send the records of a poll and wait until all of them have ended.
	 * @param records the records
	 * @throws BatchListenerFailedException if a record was rejected and there is no
	 * recoverer, if the recoverer failed, or if a record was not delivered for another
	 * reason
	 * @throws com.batchpipe.publisher.BufferFullException if the publisher's buffer has
	 * no room
	 * @throws com.batchpipe.publisher.PublisherClosedException if the publisher accepts
	 * no more records
	 */
	@Override
	public void onMessage(List<ConsumerRecord<K, V>> records) {
		List<ConsumerRecord<K, V>> sent = new ArrayList<>(records.size());
		List<Object> converted = new ArrayList<>(records.size());
		Map<ConsumerRecord<K, V>, Exception> failures = new IdentityHashMap<>();
		for (ConsumerRecord<K, V> record : records) {
			try {
				Object result = this.converter.convert(record);
				if (result != null) {
					sent.add(record);
					converted.add(result);
				}
			}
			catch (Exception ex) {
				failures.put(record,
						RejectedRecordException.invalid("The converter failed: " + ex.getClass().getName()));
			}
		}
		send(sent, converted, failures);
		handle(records, failures);
	}

	/**
	 * Send records. Failures after the first record that was neither delivered nor
	 * rejected do not matter.
	 * @return whether all records were delivered or rejected
	 */
	private boolean send(List<ConsumerRecord<K, V>> records, List<Object> converted,
			Map<ConsumerRecord<K, V>, Exception> failures) {
		BatchResult result;
		try {
			result = this.publisher.sendBatch(this.pipeId, converted, OPTIONS).join();
		}
		catch (CompletionException ex) {
			throw new IllegalStateException("The publisher failed unexpectedly", ex.getCause());
		}
		catch (IllegalArgumentException | RecordTooLargeException ex) {
			return refused(records, converted, failures, ex);
		}
		for (Undelivered part : result.undelivered()) {
			List<ConsumerRecord<K, V>> undelivered = records.subList(part.from(), part.to());
			if (!part.reason().isPermanentRejection()) {
				ConsumerRecord<K, V> first = undelivered.get(0);
				failures.put(first, new BatchListenerFailedException(
						"The record was not delivered to pipe '" + this.pipeId + "': " + part.reason(), first));
				return false;
			}
			undelivered.forEach((record) -> failures.put(record,
					RejectedRecordException.refused(this.pipeId, part.reason(), part.status())));
		}
		return true;
	}

	/**
	 * Find the record that made the publisher reject the entire collection. As soon as a
	 * record is neither delivered nor rejected, the records in later parts of the
	 * collection are not sent, because the container passes them to this listener again.
	 */
	private boolean refused(List<ConsumerRecord<K, V>> records, List<Object> converted,
			Map<ConsumerRecord<K, V>, Exception> failures, RuntimeException cause) {
		int size = records.size();
		if (size > 1) {
			int middle = size / 2;
			return send(records.subList(0, middle), converted.subList(0, middle), failures)
					&& send(records.subList(middle, size), converted.subList(middle, size), failures);
		}
		failures.put(records.get(0), RejectedRecordException.notAccepted(cause));
		return true;
	}

	/**
	 * Recover the rejected records, up to the first record that was neither delivered nor
	 * rejected. The container commits the offsets of all records before the one that the
	 * exception identifies.
	 */
	private void handle(List<ConsumerRecord<K, V>> records, Map<ConsumerRecord<K, V>, Exception> failures) {
		for (ConsumerRecord<K, V> record : records) {
			Exception failure = failures.get(record);
			if (failure instanceof BatchListenerFailedException undelivered) {
				throw undelivered;
			}
			if (failure != null) {
				recover(record, failure);
			}
		}
	}

	private void recover(ConsumerRecord<K, V> record, Exception failure) {
		if (this.recoverer == null) {
			throw new BatchListenerFailedException(String.valueOf(failure.getMessage()), failure, record);
		}
		try {
			this.recoverer.accept(record, failure);
		}
		catch (RuntimeException ex) {
			throw new BatchListenerFailedException("The recoverer failed", ex, record);
		}
	}

}
