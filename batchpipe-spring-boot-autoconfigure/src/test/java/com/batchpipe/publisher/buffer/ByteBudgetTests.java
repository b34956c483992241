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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import com.batchpipe.publisher.PublisherClosedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ByteBudget}.
 */
class ByteBudgetTests {

	private final ByteBudget budget = new ByteBudget(100);

	private final ByteBudget.Share share = this.budget.addShare();

	@Test
	void whenExactlyFullThenNotAByteMoreIsTaken() {
		assertThat(this.budget.tryReserve(this.share, 100)).isTrue();
		assertThat(this.budget.tryReserve(this.share, 1)).isFalse();
		this.budget.release(this.share, 1);
		assertThat(this.budget.tryReserve(this.share, 1)).isTrue();
		assertThat(this.budget.used()).isEqualTo(this.budget.limit());
		assertThat(this.share.used()).isEqualTo(100);
	}

	@Test
	void whenSeveralWaitThenTheyGetRoomInTheirOrder() {
		this.budget.tryReserve(this.share, 100);
		CompletableFuture<Void> large = this.budget.reserve(this.share, 60);
		CompletableFuture<Void> small = this.budget.reserve(this.share, 10);
		assertThat(this.budget.waiting()).isEqualTo(2);
		this.budget.release(this.share, 59);
		assertThat(small).isNotDone();
		assertThat(this.budget.tryReserve(this.share, 1)).isFalse();
		this.budget.release(this.share, 1);
		assertThat(large).isCompleted();
		assertThat(small).isNotDone();
		this.budget.release(this.share, 10);
		assertThat(small).isCompleted();
		assertThat(this.budget.waiting()).isZero();
		assertThat(this.budget.used()).isEqualTo(100);
	}

	@Test
	void whenThereAreTwoPipesThenNoneHasMoreThanHalf() {
		ByteBudget.Share other = this.budget.addShare();
		assertThat(this.budget.tryReserve(this.share, 51)).isFalse();
		assertThat(this.budget.tryReserve(this.share, 50)).isTrue();
		assertThat(this.budget.tryReserve(this.share, 1)).isFalse();
		assertThat(this.budget.tryReserve(other, 50)).isTrue();
	}

	@Test
	void whenAPipeThatHasUsedItsShareWaitsThenOthersPassIt() {
		ByteBudget.Share other = this.budget.addShare();
		this.budget.tryReserve(this.share, 50);
		CompletableFuture<Void> waiting = this.budget.reserve(this.share, 10);
		CompletableFuture<Void> behind = this.budget.reserve(this.share, 5);
		assertThat(this.budget.tryReserve(this.share, 0)).isFalse();
		assertThat(this.budget.tryReserve(other, 10)).isTrue();
		CompletableFuture<Void> passing = this.budget.reserve(other, 10);
		assertThat(passing).isCompleted();
		assertThat(waiting).isNotDone();
		this.budget.release(this.share, 9);
		assertThat(behind).isNotDone();
		this.budget.release(this.share, 6);
		assertThat(waiting).isCompleted();
		assertThat(behind).isCompleted();
	}

	@Test
	void whenInterruptedThenThePlaceInTheQueueIsGivenUp() {
		this.budget.tryReserve(this.share, 100);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> this.budget.reserve(this.share, 10, Duration.ofDays(1)));
		assertThat(this.budget.waiting()).isZero();
		assertThat(this.budget.used()).isEqualTo(100);
	}

	@Test
	void whenTheFirstGivesUpThenTheNextGetsRoom() throws InterruptedException {
		this.budget.tryReserve(this.share, 90);
		CompletableFuture<Void> first = this.budget.reserve(this.share, 20);
		CompletableFuture<Void> next = this.budget.reserve(this.share, 10);
		assertThat(this.budget.reserve(this.share, 50, Duration.ZERO)).isFalse();
		assertThat(this.budget.waiting()).isEqualTo(2);
		this.budget.refuseWaiters();
		assertThat(first).isCompletedExceptionally();
		assertThat(next).isCompletedExceptionally();
		assertThat(this.budget.reserve(this.share, 10, Duration.ZERO)).isTrue();
		assertThat(this.budget.used()).isEqualTo(100);
	}

	@Test
	void whenAThreadWaitsAndRoomComesThenItGoesOn() throws Exception {
		this.budget.tryReserve(this.share, 100);
		CompletableFuture<Boolean> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(this.budget.reserve(this.share, 10, Duration.ofSeconds(20)));
			}
			catch (InterruptedException ex) {
				result.completeExceptionally(ex);
			}
		});
		thread.start();
		while (this.budget.waiting() == 0 && thread.isAlive()) {
			Thread.onSpinWait();
		}
		this.budget.release(this.share, 10);
		assertThat(result.get()).isTrue();
		assertThat(this.budget.used()).isEqualTo(100);
	}

	@Test
	void whenAThreadStopsWaitingWhileWaitersAreRefusedThenItHasNoRoom() throws Exception {
		this.budget.tryReserve(this.share, 100);
		CompletableFuture<Void> first = this.budget.reserve(this.share, 10);
		CompletableFuture<Boolean> second = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				second.complete(this.budget.reserve(this.share, 10, Duration.ofSeconds(2)));
			}
			catch (Exception ex) {
				second.completeExceptionally(ex);
			}
		});
		thread.start();
		while (this.budget.waiting() < 2 && thread.isAlive()) {
			Thread.onSpinWait();
		}
		assertThat(first).isNotNull();
		// The first one is told while the second one is not yet, and its wait ends.
		CompletableFuture<Object> told = first.handle((granted,
				failure) -> second.handle((reserved, refused) -> refused).orTimeout(20, TimeUnit.SECONDS).join());
		this.budget.refuseWaiters();
		assertThat(told).isCompleted();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(second::get)
			.withCauseInstanceOf(PublisherClosedException.class);
		assertThat(this.budget.used()).isEqualTo(100);
	}

}
