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

package com.batchpipe.publisher.buffer;

import org.junit.jupiter.api.Test;

import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.Chunk;
import com.batchpipe.publisher.batch.ChunkPool;
import com.batchpipe.publisher.batch.CollectionCompletion;
import com.batchpipe.publisher.batch.FlushMark;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order in which batches leave their queue.
 */
class BatchQueueTests {

	private final BatchQueue queue = BatchQueue.create(false);

	@Test
	void whenBatchesAreGivenBackThenTheyAreWhereTheyWere() {
		add(0, 5);
		Batch first = this.queue.takeOldest();
		Batch second = this.queue.takeOldest();
		this.queue.giveBack(first);
		this.queue.giveBack(second);
		for (long number = 0; number < 5; number++) {
			assertThat(this.queue.takeOldest()).returns(number, Batch::number);
		}
	}

	@Test
	void whenTheOldestWaitsThenTheNextMayOvertakeIt() {
		add(0, 2);
		this.queue.oldest().waitUntil(100);
		assertThat(this.queue.take(0)).returns(1L, Batch::number);
		assertThat(this.queue.take(0)).isNull();
		assertThat(this.queue.untilSendable(40)).isEqualTo(60);
		assertThat(this.queue.take(100)).returns(0L, Batch::number);
	}

	@Test
	void whenStrictThenNoneOvertakes() {
		BatchQueue strict = BatchQueue.create(true);
		strict.add(batch(0));
		strict.add(batch(1));
		strict.oldest().waitUntil(100);
		assertThat(strict.take(0)).isNull();
		assertThat(strict.untilSendable(40)).isEqualTo(60);
		assertThat(strict.take(100)).returns(0L, Batch::number);
	}

	@Test
	void whenStrictThenNoneOvertakesWhatItsCollectionLoses() {
		BatchQueue strict = BatchQueue.create(true);
		CollectionCompletion collection = new CollectionCompletion("a", 2, BatchOptions.none().withoutRetries());
		strict.add(batch(0, collection));
		strict.add(batch(1, collection));
		strict.add(batch(2));
		assertThat(strict.takeReturned(0, 0)).isNull();
		assertThat(strict.takeOldest()).returns(0L, Batch::number);
		assertThat(strict.take(0)).isNull();
		assertThat(strict.takeReturned(0, 0)).returns(1L, Batch::number);
		assertThat(strict.takeReturned(0, 0)).isNull();
		assertThat(strict.take(0)).returns(2L, Batch::number);
	}

	private void add(int from, int to) {
		for (int number = from; number < to; number++) {
			this.queue.add(batch(number));
		}
	}

	private static Batch batch(int number) {
		return batch(number, new CollectionCompletion("a", 1, BatchOptions.none()));
	}

	private static Batch batch(int number, CollectionCompletion collection) {
		Chunk chunk = Chunk.fitting(2);
		chunk.append(new byte[] { '{', '}' }, 0, 2, null);
		Batch batch = new Batch(0);
		batch.open(chunk, new FlushMark(), new CollectionCompletion.Part(collection, 0));
		batch.number(number);
		batch.seal(new ChunkPool(0));
		return batch;
	}

}
