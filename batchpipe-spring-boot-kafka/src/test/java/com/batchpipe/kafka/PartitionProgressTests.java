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

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import com.batchpipe.kafka.PartitionProgress.Blocked;
import com.batchpipe.publisher.UndeliveredReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PartitionProgress}.
 */
class PartitionProgressTests {

	private final PartitionProgress progress = new PartitionProgress(new TopicPartition("orders", 0));

	private final ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 0, 0, null, null);

	private final Segment segment = this.progress.add(this.record, 10, 10);

	@Test
	void whenARecordHasNotEndedThenThoseBehindItAreReadAhead() {
		this.segment.settle(9);
		this.progress.advance();
		assertThat(this.progress.unsettled()).isEqualTo(1);
		assertThat(this.progress.readAhead()).isEqualTo(10);
		this.segment.settle(1);
		this.progress.advance();
		assertThat(this.progress.readAhead()).isZero();
	}

	@Test
	void whenARejectedRecordStopsThePartitionThenOnlyRecordsThatAreStillSentCount() {
		this.segment.settle(6);
		this.progress.block(new Blocked(this.record, this.segment,
				new RejectedRecordException("rejected", UndeliveredReason.INVALID, 400)));
		assertThat(this.progress.readAhead()).isEqualTo(3);
		this.progress.unblock();
		assertThat(this.progress.readAhead()).isEqualTo(10);
	}

	@Test
	void whenARejectedRecordStopsThePartitionThenQueuedRecordsDoNotCount() {
		this.segment.settle(9);
		Segment next = this.progress.add(this.record, 20, 1);
		Shipment shipment = new Shipment(1);
		shipment.add(this.record, next);
		this.progress.queue(shipment);
		this.progress.block(new Blocked(this.record, this.segment,
				new RejectedRecordException("rejected", UndeliveredReason.INVALID, 400)));
		assertThat(this.progress.readAhead()).isZero();
		this.progress.unblock();
		this.segment.settle(1);
		this.progress.advance();
		assertThat(this.progress.next()).isSameAs(shipment);
		assertThat(this.progress.readAhead()).isEqualTo(1);
	}

}
