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

package com.batchpipe.publisher;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.lang.CheckReturnValue;

import com.batchpipe.client.BatchPipeClient;

/**
 * Accepts records, individually or in collections, from any thread and sends them to
 * BatchPipe in batches, one array of records per request.
 * <p>
 * A record is one JSON object: a {@code Map}, a Java record or another object that
 * Jackson writes as a JSON object, a {@link tools.jackson.databind.JsonNode JsonNode}, or
 * encoded JSON in {@link com.batchpipe.client.RawJson RawJson}, which is sent unchanged.
 * Records are written as JSON on the calling thread (after subscription, if the method
 * returns a {@code Mono}), so you can modify an object afterward. Everything else happens
 * on the publisher's own daemon threads, which start with the first record.
 * <p>
 * Every accepted record ends in exactly one {@linkplain RecordState state}: delivered,
 * rejected, expired, dropped, abandoned or returned. Undelivered records are passed to
 * the {@link UndeliveredRecordHandler}, except those that are returned to a caller or
 * that a caller handles itself; see {@link BatchOptions}. The buffer never exceeds its
 * configured size in bytes; if a record does not fit, the {@link OverflowPolicy} applies.
 * If a response is lost, a record may arrive twice.
 * <p>
 * If a record is not accepted, the method throws one of these exceptions, or emits it if
 * it returns a {@code Mono}:
 * <ul>
 * <li>{@link IllegalArgumentException} if the record cannot be written as one JSON object
 * or if the pipe's identifier is invalid;</li>
 * <li>{@link RecordTooLargeException} if its JSON exceeds the maximum record size;</li>
 * <li>{@link BufferFullException} if it does not fit (except {@code tryPublish});</li>
 * <li>{@link PublisherClosedException} if the publisher accepts no more records.</li>
 * </ul>
 * The methods without a pipe use the default pipe. If there is none, they throw or emit
 * an {@link IllegalStateException}. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public interface BatchPipePublisher extends AutoCloseable {

	/**
	 * Accept a record for the default pipe.
	 * @param record the record
	 */
	void publish(Object record);

	/**
	 * Accept a record. If it does not fit, the {@link OverflowPolicy} applies. Only
	 * {@link OverflowPolicy#BLOCK} waits, and never on a thread that must not block.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param record the record
	 */
	void publish(String pipeId, Object record);

	/**
	 * Accept a record for the default pipe if it fits.
	 * @param record the record
	 * @return whether the record was accepted
	 */
	boolean tryPublish(Object record);

	/**
	 * Accept a record if it fits. This method never waits and never drops a record,
	 * regardless of the {@link OverflowPolicy}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param record the record
	 * @return whether the record was accepted
	 */
	boolean tryPublish(String pipeId, Object record);

	/**
	 * Accept a record for the default pipe and return a future with the receipt.
	 * @param record the record
	 * @return a future with the receipt
	 */
	@CheckReturnValue
	CompletableFuture<Receipt> send(Object record);

	/**
	 * Accept a record like {@link #publish(String, Object) publish} and return a future
	 * that completes with a receipt when the record is delivered. The future completes on
	 * a dedicated thread of the publisher; canceling it has no effect on the record.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param record the record
	 * @return a future that completes with the receipt, or with an
	 * {@link UndeliveredRecordException} if the record was accepted but not delivered
	 */
	@CheckReturnValue
	CompletableFuture<Receipt> send(String pipeId, Object record);

	/**
	 * Accept a record for the default pipe on subscription.
	 * @param record the record
	 * @return the receipt
	 */
	@CheckReturnValue
	Mono<Receipt> sendMono(Object record);

	/**
	 * Accept a record on subscription and emit a receipt when it is delivered. If the
	 * record does not fit, wait for room without blocking a thread, regardless of the
	 * {@link OverflowPolicy}. If 10,000 callers are already waiting, emit a
	 * {@link BufferFullException}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param record the record
	 * @return a {@code Mono} that emits the receipt, or an
	 * {@link UndeliveredRecordException} if the record was accepted but not delivered
	 */
	@CheckReturnValue
	Mono<Receipt> sendMono(String pipeId, Object record);

	/**
	 * Accept all records of a source for the default pipe on subscription.
	 * @param records the records
	 * @return the summary
	 */
	@CheckReturnValue
	Mono<SendSummary> sendAll(Publisher<?> records);

	/**
	 * Accept all records of a source on subscription and emit a summary when all of them
	 * have ended. The publisher requests records as room becomes available, and only a
	 * few in advance. If the source fails or a record cannot be accepted, the
	 * {@code Mono} ends with that error, but the records accepted so far are still sent.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records
	 * @return the summary
	 */
	@CheckReturnValue
	Mono<SendSummary> sendAll(String pipeId, Publisher<?> records);

	/**
	 * Accept a collection of records for the default pipe as a unit.
	 * @param records the records
	 * @return a future with the result
	 */
	@CheckReturnValue
	CompletableFuture<BatchResult> sendBatch(Collection<?> records);

	/**
	 * Accept a collection of records as a unit.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records
	 * @return a future with the result
	 */
	@CheckReturnValue
	default CompletableFuture<BatchResult> sendBatch(String pipeId, Collection<?> records) {
		return sendBatch(pipeId, records, BatchOptions.none());
	}

	/**
	 * Accept a collection of records as a unit, entirely or not at all, and report one
	 * result for it. The records form separate batches within the configured limits, and
	 * these batches do not wait for more records. The buffer, ordering, failure rules,
	 * pauses and statistics are the same as for single records. A collection can use at
	 * most half of the buffer. If it does not fit at the moment, the
	 * {@link OverflowPolicy} applies to the entire collection. The future completes on a
	 * dedicated thread of the publisher; canceling it has no effect.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records, encoded before this method returns
	 * @param options the options for this call
	 * @return a future that completes with the result once all records have ended, even
	 * if some of them were not delivered
	 * @throws IllegalArgumentException if a record cannot be written as one JSON object
	 * (the message contains its index) or if the collection needs more than half of the
	 * buffer
	 * @throws RecordTooLargeException if a record exceeds the maximum record size
	 * @throws BufferFullException if the collection does not fit into the buffer
	 * @throws PublisherClosedException if the publisher accepts no more records
	 */
	@CheckReturnValue
	CompletableFuture<BatchResult> sendBatch(String pipeId, Collection<?> records, BatchOptions options);

	/**
	 * Accept a collection of records for the default pipe as a unit on subscription.
	 * @param records the records
	 * @return the result
	 */
	@CheckReturnValue
	Mono<BatchResult> sendBatchMono(Collection<?> records);

	/**
	 * Accept a collection of records as a unit on subscription.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records
	 * @return the result
	 */
	@CheckReturnValue
	default Mono<BatchResult> sendBatchMono(String pipeId, Collection<?> records) {
		return sendBatchMono(pipeId, records, BatchOptions.none());
	}

	/**
	 * Accept a collection of records on subscription, like
	 * {@link #sendBatch(String, Collection, BatchOptions) sendBatch}. If the collection
	 * does not fit, wait for room like {@link #sendMono(String, Object) sendMono},
	 * regardless of the {@link OverflowPolicy}. Exceptions are emitted as error signals.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records, encoded on subscription
	 * @param options the options for this call
	 * @return the result once all records have ended, even if some were not delivered
	 */
	@CheckReturnValue
	Mono<BatchResult> sendBatchMono(String pipeId, Collection<?> records, BatchOptions options);

	/**
	 * Send the buffered records without waiting for batches to fill, and wait until all
	 * records accepted so far have ended. Pauses and backoffs still apply.
	 * @param timeout how long to wait
	 * @return the result for the records buffered before the call, complete or not
	 * @throws IllegalStateException if the current thread must not block or is a thread
	 * of the publisher
	 */
	FlushResult flush(Duration timeout);

	/**
	 * Flush on subscription, like {@link #flush(Duration) flush}, without blocking.
	 * @param timeout how long to wait
	 * @return the result for the records that were buffered at the time of subscription,
	 * complete or not
	 */
	@CheckReturnValue
	Mono<FlushResult> flushMono(Duration timeout);

	/**
	 * Return statistics of each of the first 1,000 pipes, and of all other pipes
	 * together. The record counts of one pipe are consistent with each other.
	 * @return the statistics
	 */
	PublisherStats stats();

	/**
	 * Return the statistics of one pipe.
	 * @param pipeId the pipe's identifier
	 * @return the statistics, or {@code null} if no record was published to this pipe, or
	 * if it is not one of the first 1,000 and was forgotten while it was idle
	 */
	@Nullable PipeStats stats(String pipeId);

	/**
	 * Stop the publisher within the drain timeout: send the buffered records, and hand
	 * back those that cannot be sent in time. On a thread of the publisher, such as that
	 * of the {@link UndeliveredRecordHandler}, this method returns immediately and the
	 * publisher stops in the background. Calling this method again has no effect.
	 */
	@Override
	void close();

	/**
	 * Return a new builder for a publisher that sends with the given client.
	 * @param client the client. The publisher does not close it, and uses timeouts and
	 * retries of its own. The client must not retain the records after a call has ended,
	 * because the publisher reuses their array
	 * @return the builder
	 */
	static BatchPipePublisherBuilder builder(BatchPipeClient client) {
		return new BatchPipePublisherBuilder(client);
	}

	/**
	 * The result of one {@link #sendAll sendAll} call.
	 *
	 * @param accepted the number of accepted records
	 * @param delivered the number of records that BatchPipe has accepted
	 */
	record SendSummary(long accepted, long delivered) {

		/**
		 * Return the number of records that were accepted but not delivered.
		 * @return the number of records
		 */
		public long undelivered() {
			return this.accepted - this.delivered;
		}

	}

}
