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

package com.batchpipe.test.publisher;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verifies a publisher's guarantee that every accepted record is in exactly one state.
 */
final class Accounts {

	private Accounts() {
	}

	static PublisherStats assertBalanced(BatchPipePublisher publisher) {
		PublisherStats stats = publisher.stats();
		assertThat(stats.pipes()).allSatisfy((pipe, figures) -> assertThat(figures.accepted()).as(pipe)
			.isEqualTo(figures.delivered() + figures.rejected() + figures.expired() + figures.dropped()
					+ figures.abandoned() + figures.returned() + figures.buffered()));
		assertThat(stats.total(PipeStats::buffered)).isZero();
		assertThat(stats.total(PipeStats::inFlight)).isZero();
		assertThat(stats.bufferedBytes()).isZero();
		assertThat(stats.waiters()).isZero();
		assertThat(stats.errors()).isZero();
		assertThat(stats.handlerDropped()).isZero();
		return stats;
	}

}
