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
 * Takes single records from any thread and sends them to BatchPipe in batches, one array
 * of records a request.
 * <p>
 * A record is one JSON object: a {@code Map}, a record or other object that Jackson
 * writes as a JSON object, a {@link tools.jackson.databind.JsonNode JsonNode}, or ready
 * JSON in {@link com.batchpipe.client.RawJson RawJson}, which is taken as it is. It is
 * written as JSON on the calling thread, so that the object may change afterwards.
 * Everything else happens on threads of the publisher's own, which are daemons and start
 * with the first record.
 * <p>
 * Every accepted record ends in exactly one {@linkplain RecordState state}: delivered,
 * rejected, expired, dropped, abandoned or returned. What was not delivered is given to
 * the {@link UndeliveredRecordHandler}. The records that are buffered never exceed the
 * configured size in bytes; where a record does not fit, the {@link OverflowPolicy}
 * decides. A record may arrive twice where a response got lost.
 * <p>
 * A method that takes a record throws, and then has not accepted it:
 * <ul>
 * <li>{@link IllegalArgumentException} if the record cannot be written as one JSON object
 * or the pipe's identifier is not one path segment;</li>
 * <li>{@link RecordTooLargeException} if its JSON is larger than a record may be;</li>
 * <li>{@link BufferFullException} if it does not fit, as the {@link OverflowPolicy}
 * says;</li>
 * <li>{@link PublisherClosedException} after the publisher was stopped.</li>
 * </ul>
 * The methods without a pipe use the default pipe, and throw an
 * {@link IllegalStateException} if there is none. Safe for use by multiple threads.
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
	 * Accept a record. If it does not fit, the {@link OverflowPolicy} decides; only with
	 * {@link OverflowPolicy#BLOCK} may the call wait, and never on a thread that must not
	 * block.
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
	 * Accept a record if it fits. Never waits and drops nothing, whatever the
	 * {@link OverflowPolicy} is.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param record the record
	 * @return whether the record was accepted
	 */
	boolean tryPublish(String pipeId, Object record);

	/**
	 * Accept a record for the default pipe, with a receipt.
	 * @param record the record
	 * @return the receipt
	 */
	@CheckReturnValue
	CompletableFuture<Receipt> send(Object record);

	/**
	 * Accept a record as {@link #publish(String, Object) publish} does, with a receipt
	 * when it is delivered. The future is completed on a thread of the publisher's own
	 * that does nothing else; cancelling it has no effect on the record.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param record the record
	 * @return a future with the receipt, or with an {@link UndeliveredRecordException} if
	 * the record was accepted and not delivered
	 */
	@CheckReturnValue
	CompletableFuture<Receipt> send(String pipeId, Object record);

	/**
	 * Accept a record for the default pipe upon subscription.
	 * @param record the record
	 * @return the receipt
	 */
	@CheckReturnValue
	Mono<Receipt> sendMono(Object record);

	/**
	 * Accept a record upon subscription, with a receipt when it is delivered. Where it
	 * does not fit, it waits for its turn without holding a thread, whatever the
	 * {@link OverflowPolicy} is. Exceptions come as error signals.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param record the record
	 * @return the receipt, or an {@link UndeliveredRecordException} if the record was
	 * accepted and not delivered
	 */
	@CheckReturnValue
	Mono<Receipt> sendMono(String pipeId, Object record);

	/**
	 * Accept all records of a source for the default pipe upon subscription.
	 * @param records the records
	 * @return the summary
	 */
	@CheckReturnValue
	Mono<SendSummary> sendAll(Publisher<?> records);

	/**
	 * Accept all records of a source upon subscription, and count what was delivered when
	 * all have ended. No more than a few records are requested before they fit. The first
	 * record that cannot be accepted, or an error of the source, ends the {@code Mono}
	 * with that error; what was accepted before is sent all the same.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records
	 * @return the summary
	 */
	@CheckReturnValue
	Mono<SendSummary> sendAll(String pipeId, Publisher<?> records);

	/**
	 * Accept a collection of records for the default pipe as a unit.
	 * @param records the records
	 * @return what became of them
	 */
	@CheckReturnValue
	CompletableFuture<BatchResult> sendBatch(Collection<?> records);

	/**
	 * Accept a collection of records as a unit.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records
	 * @return what became of them
	 */
	@CheckReturnValue
	default CompletableFuture<BatchResult> sendBatch(String pipeId, Collection<?> records) {
		return sendBatch(pipeId, records, BatchOptions.none());
	}

	/**
	 * Accept a collection of records as a unit, whole or not at all, and tell once what
	 * became of it. The records go into batches of their own, as many as the maximum size
	 * and number of records require, which are sent without linger. They obey the same
	 * buffer, order, failure rules and pauses as single records, and are counted with
	 * them. A collection may need half of the buffer at most. Where it does not fit now,
	 * the {@link OverflowPolicy} decides about all of it. The future is completed on a
	 * thread of the publisher's own that does nothing else; cancelling it has no effect
	 * on the records.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records, encoded before this method returns
	 * @param options the options of this call
	 * @return a future with the result, complete or not, when all records have ended. It
	 * does not fail because of records that were not delivered
	 * @throws IllegalArgumentException if a record cannot be written as one JSON object,
	 * named by its index, or if the collection needs more than half of the buffer
	 * @throws RecordTooLargeException if a record exceeds the maximum record size
	 * @throws BufferFullException if the collection does not fit into the buffer
	 * @throws PublisherClosedException if the publisher is closed
	 */
	@CheckReturnValue
	CompletableFuture<BatchResult> sendBatch(String pipeId, Collection<?> records, BatchOptions options);

	/**
	 * Accept a collection of records for the default pipe as a unit upon subscription.
	 * @param records the records
	 * @return what became of them
	 */
	@CheckReturnValue
	Mono<BatchResult> sendBatchMono(Collection<?> records);

	/**
	 * Accept a collection of records as a unit upon subscription.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records
	 * @return what became of them
	 */
	@CheckReturnValue
	default Mono<BatchResult> sendBatchMono(String pipeId, Collection<?> records) {
		return sendBatchMono(pipeId, records, BatchOptions.none());
	}

	/**
	 * Accept a collection of records upon subscription as
	 * {@link #sendBatch(String, Collection, BatchOptions) sendBatch} does. Where it does
	 * not fit, it waits for its turn without holding a thread, whatever the
	 * {@link OverflowPolicy} is. Exceptions come as error signals.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records, encoded upon subscription
	 * @param options the options of this call
	 * @return the result, complete or not, when all records have ended
	 */
	@CheckReturnValue
	Mono<BatchResult> sendBatchMono(String pipeId, Collection<?> records, BatchOptions options);

	/**
	 * Send what is buffered without waiting for batches to fill, and wait until the
	 * records that were accepted before this call have ended. Pauses that the service
	 * asked for are kept.
	 * @param timeout how long to wait
	 * @return what became of the records that were buffered at the call, complete or not
	 * @throws IllegalStateException if the current thread must not block, or is one of
	 * the publisher's own
	 */
	FlushResult flush(Duration timeout);

	/**
	 * Do the same as {@link #flush(Duration) flush} upon subscription, holding no thread.
	 * @param timeout how long to wait
	 * @return what has become of the records that were buffered then, complete or not
	 */
	@CheckReturnValue
	Mono<FlushResult> flushMono(Duration timeout);

	/**
	 * Return what has happened so far. The figures of one pipe are consistent with each
	 * other. The first 1,000 pipes have their own; those of all others are summed up.
	 * @return the figures
	 */
	PublisherStats stats();

	/**
	 * Return what has happened to the records of one pipe.
	 * @param pipeId the pipe's identifier
	 * @return the figures, or {@code null} if no record was published to this pipe, or it
	 * was forgotten: any but the first 1,000 are, with nothing buffered for a while
	 */
	@Nullable PipeStats stats(String pipeId);

	/**
	 * Accept no more records, send what is buffered, and hand back what could not be sent
	 * within the drain timeout. On a thread of the publisher's own, such as that of the
	 * {@link UndeliveredRecordHandler}, it returns at once, and the publisher closes in
	 * the background. Has no effect on a publisher that is closed.
	 */
	@Override
	void close();

	/**
	 * Return a new builder of a publisher that sends with the given client.
	 * @param client the client, not closed with the publisher, which has its own retries
	 * and timeouts. It must not keep the records of an ended call: their array is reused
	 * @return the builder
	 */
	static BatchPipePublisherBuilder builder(BatchPipeClient client) {
		return new BatchPipePublisherBuilder(client);
	}

	/**
	 * What became of the records of one {@link #sendAll sendAll}.
	 *
	 * @param accepted how many records were accepted
	 * @param delivered how many of them BatchPipe has taken
	 */
	record SendSummary(long accepted, long delivered) {

		/**
		 * Return how many records were accepted and not delivered.
		 * @return the number of records
		 */
		public long undelivered() {
			return this.accepted - this.delivered;
		}

	}

}
