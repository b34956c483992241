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

package com.batchpipe.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.util.Assert;

import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.BatchResult.Undelivered;

/**
 * {@link ItemStreamWriter} that passes each chunk to the publisher as a unit, using
 * {@link BatchPipePublisher#sendBatch(String, java.util.Collection, BatchOptions)
 * sendBatch}. A write returns when all items of the chunk have been delivered. Items are
 * therefore delivered before the transaction of the chunk is committed. If the
 * transaction is rolled back afterward, the items are delivered again.
 * <p>
 * If items are not delivered, the writer throws an {@link ItemsRejectedException} or an
 * {@link ItemsUndeliveredException} and remembers the outcome of each item, unless the
 * chunk has only one. When the step writes the items again, to retry the chunk or to find
 * the items to skip, delivered items are not sent again, and items that BatchPipe
 * rejected are rejected again without being sent. Undelivered items are not passed to the
 * publisher's handler.
 * <p>
 * Safe for use by multiple threads, such as those of a partitioned step.
 *
 * @param <T> the type of the items
 * @since 0.1.0
 * @see BatchPipeItemWriterBuilder
 */
public class BatchPipeItemWriter<T> implements ItemStreamWriter<T> {

	private static final BatchOptions OPTIONS = BatchOptions.none().withoutUndeliveredRecordHandler();

	private final BatchPipePublisher publisher;

	private final String pipeId;

	private final Converter<T, ?> recordMapper;

	private final ItemOutcomes outcomes = new ItemOutcomes();

	private final AtomicInteger openSteps = new AtomicInteger();

	/**
	 * Create a writer.
	 * @param publisher the publisher
	 * @param pipeId the pipe's identifier, a UUID
	 * @param recordMapper converts an item to a record
	 */
	public BatchPipeItemWriter(BatchPipePublisher publisher, String pipeId, Converter<T, ?> recordMapper) {
		Assert.notNull(publisher, "'publisher' must not be null");
		Assert.hasText(pipeId, "'pipeId' must not be blank");
		Assert.notNull(recordMapper, "'recordMapper' must not be null");
		this.publisher = publisher;
		this.pipeId = pipeId;
		this.recordMapper = recordMapper;
	}

	/**
	 * Send the items of a chunk that have been neither delivered nor rejected before, and
	 * wait until all of them have ended.
	 * @param chunk the chunk
	 * @throws ItemsRejectedException if BatchPipe rejected items and all others were
	 * delivered
	 * @throws ItemsUndeliveredException if items were not delivered, at least one of them
	 * for a reason unrelated to the item
	 * @throws com.batchpipe.publisher.BufferFullException if the publisher's buffer has
	 * no room for the chunk
	 * @throws com.batchpipe.publisher.RecordTooLargeException if an item exceeds the
	 * maximum record size
	 * @throws com.batchpipe.publisher.PublisherClosedException if the publisher accepts
	 * no more records
	 * @throws IllegalArgumentException if an item cannot be written as one JSON object,
	 * or if the chunk needs more than half of the publisher's buffer
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	@Override
	public void write(Chunk<? extends T> chunk) throws InterruptedException {
		List<? extends T> items = chunk.getItems();
		@Nullable ItemOutcome[] known = this.outcomes.take(items);
		boolean ended = false;
		try {
			send(items, known);
			ended = true;
		}
		finally {
			// When a step searches a chunk for items to skip, it writes each item alone,
			// and only once.
			if (!ended && items.size() > 1) {
				this.outcomes.put(items, known);
			}
		}
	}

	private void send(List<? extends T> items, @Nullable ItemOutcome[] known) throws InterruptedException {
		List<Object> records = new ArrayList<>();
		List<Integer> indexes = new ArrayList<>();
		for (int i = 0; i < known.length; i++) {
			if (known[i] == null) {
				records.add(record(items.get(i)));
				indexes.add(i);
			}
		}
		@Nullable Undelivered[] undelivered = new Undelivered[known.length];
		for (Undelivered part : send(records).undelivered()) {
			for (int i = part.from(); i < part.to(); i++) {
				int index = indexes.get(i);
				undelivered[index] = new Undelivered(index, index + 1, part.reason(), part.status());
			}
		}
		for (int index : indexes) {
			known[index] = ItemOutcome.of(undelivered[index]);
		}
		List<Undelivered> failed = new ArrayList<>();
		for (int i = 0; i < known.length; i++) {
			ItemOutcome outcome = known[i];
			Undelivered part = (outcome != null) ? outcome.rejection(i) : undelivered[i];
			if (part != null) {
				failed.add(part);
			}
		}
		if (!failed.isEmpty()) {
			BatchResult result = new BatchResult(this.pipeId, known.length - failed.size(), failed);
			throw (failed.stream().allMatch(ItemOutcome::isRejected)) ? new ItemsRejectedException(result)
					: new ItemsUndeliveredException(result);
		}
	}

	private Object record(T item) {
		Object record = this.recordMapper.convert(item);
		Assert.state(record != null, "'recordMapper' must not return null");
		return record;
	}

	private BatchResult send(List<Object> records) throws InterruptedException {
		try {
			return this.publisher.sendBatch(this.pipeId, records, OPTIONS).get();
		}
		catch (ExecutionException ex) {
			throw new CompletionException(ex.getCause());
		}
	}

	@Override
	public void open(ExecutionContext executionContext) {
		this.openSteps.incrementAndGet();
	}

	/**
	 * Forget the outcomes of all items if no other step uses this writer. Otherwise, keep
	 * them, because the steps of other partitions, for example, may still need them.
	 */
	@Override
	public void close() {
		if (this.openSteps.updateAndGet((steps) -> Math.max(steps - 1, 0)) == 0) {
			this.outcomes.clear();
		}
	}

}
