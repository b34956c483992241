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

package com.batchpipe.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.batchpipe.outbox.RelaySchedule.Task;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RelaySchedule}. Times are in seconds.
 */
class RelayScheduleTests {

	private static final Duration POLL = Duration.ofSeconds(1);

	private static final Duration MAX_POLL = Duration.ofSeconds(8);

	private final RelaySchedule relaxed = polled(false);

	private final RelaySchedule strict = polled(true);

	/**
	 * Return a schedule after its first poll.
	 */
	private static RelaySchedule polled(boolean inOrder) {
		RelaySchedule schedule = new RelaySchedule(inOrder, new PollInterval(POLL, MAX_POLL), 0);
		assertThat(schedule.next(0)).isEqualTo(Task.POLL);
		schedule.polled(false, false, 0);
		return schedule;
	}

	@Test
	void whenNothingComesThenThePollsGetRarer() {
		List<Long> polls = new ArrayList<>();
		for (long second = 0; second <= 40; second++) {
			if (this.relaxed.next(seconds(second)).equals(Task.POLL)) {
				polls.add(second);
				this.relaxed.polled(false, false, seconds(second));
			}
		}
		assertThat(polls).containsExactly(1L, 3L, 7L, 15L, 23L, 31L, 39L);
	}

	@Test
	void whenRowsAreFoundOrCommittedThenThePollsAreFrequentAgain() {
		this.relaxed.next(seconds(1));
		this.relaxed.polled(false, false, seconds(1));
		this.relaxed.next(seconds(3));
		this.relaxed.polled(true, false, seconds(3));
		assertThat(this.relaxed.untilNext(seconds(3))).isEqualTo(seconds(1));
		this.relaxed.next(seconds(4));
		this.relaxed.polled(false, false, seconds(4));
		this.relaxed.committed();
		this.relaxed.next(seconds(5));
		this.relaxed.polled(false, false, seconds(5));
		assertThat(this.relaxed.untilNext(seconds(5))).isEqualTo(seconds(1));
	}

	@Test
	void whenAPollIsUnfinishedThenTheNextFollowsAtOnce() {
		this.relaxed.next(seconds(1));
		assertThat(this.relaxed.next(seconds(2))).isEqualTo(Task.NOTHING);
		this.relaxed.polled(true, true, seconds(2));
		assertThat(this.relaxed.next(seconds(2))).isEqualTo(Task.POLL);
	}

	@Test
	void whenPipesHaveRowsThenTheyTakeTurns() {
		this.relaxed.offer("a");
		this.relaxed.offer("b");
		this.relaxed.offer("a");
		assertThat(this.relaxed.next(0)).isEqualTo(Task.claim("a"));
		this.relaxed.moreThanClaimed("a");
		assertThat(this.relaxed.next(0)).isEqualTo(Task.claim("b"));
		assertThat(this.relaxed.next(0)).isEqualTo(Task.claim("a"));
		assertThat(this.relaxed.next(0)).isEqualTo(Task.NOTHING);
	}

	@Test
	void whenTheOrderIsStrictThenOneWorkerHasThePipe() {
		this.strict.offer("a");
		assertThat(this.strict.next(0)).isEqualTo(Task.claim("a"));
		this.strict.moreThanClaimed("a");
		this.strict.offer("a");
		assertThat(this.strict.next(0)).isEqualTo(Task.NOTHING);
		this.strict.done("a");
		assertThat(this.strict.next(0)).isEqualTo(Task.claim("a"));
		this.strict.done("a");
		assertThat(this.strict.next(0)).isEqualTo(Task.NOTHING);
	}

	@Test
	void whenAPipeIsToWaitThenTheOthersGoOnAndOneWorkerProbesIt() {
		this.relaxed.offer("a");
		this.relaxed.offer("b");
		this.relaxed.next(0);
		this.relaxed.returned("a", seconds(10), 0);
		this.relaxed.offer("a");
		assertThat(this.relaxed.next(0)).isEqualTo(Task.claim("b"));
		this.relaxed.done("b");
		assertThat(this.relaxed.next(seconds(0))).isEqualTo(Task.NOTHING);
		this.relaxed.next(seconds(9));
		this.relaxed.polled(true, false, seconds(9));
		this.relaxed.offer("a");
		assertThat(this.relaxed.next(seconds(9))).isEqualTo(Task.NOTHING);
		this.relaxed.next(seconds(10));
		this.relaxed.polled(true, false, seconds(10));
		assertThat(this.relaxed.next(seconds(10))).isEqualTo(Task.claim("a"));
		this.relaxed.moreThanClaimed("a");
		assertThat(this.relaxed.next(seconds(10))).isEqualTo(Task.NOTHING);
		this.relaxed.done("a");
		assertThat(this.relaxed.next(seconds(10))).isEqualTo(Task.claim("a"));
	}

	@Test
	void whenASecondWorkerIsToldToWaitLongerThenThePipeWaitsLonger() {
		this.relaxed.offer("a");
		this.relaxed.next(0);
		this.relaxed.moreThanClaimed("a");
		this.relaxed.next(0);
		this.relaxed.returned("a", seconds(2), 0);
		this.relaxed.returned("a", seconds(5), 0);
		this.relaxed.next(seconds(4));
		this.relaxed.polled(true, false, seconds(4));
		assertThat(this.relaxed.next(seconds(4))).isEqualTo(Task.NOTHING);
		assertThat(this.relaxed.next(seconds(5))).isEqualTo(Task.POLL);
		assertThat(this.relaxed.next(seconds(5))).isEqualTo(Task.claim("a"));
	}

	@Test
	void whenTheServiceIsUnreachableThenOneRequestProbesAndNothingElseIsDone() {
		this.relaxed.offer("a");
		this.relaxed.offer("b");
		this.relaxed.next(0);
		this.relaxed.failed("a", RelayPause.UNREACHABLE, seconds(10), 0);
		assertThat(this.relaxed.pause()).isEqualTo(RelayPause.UNREACHABLE);
		assertThat(this.relaxed.next(seconds(9))).isEqualTo(Task.NOTHING);
		assertThat(this.relaxed.untilNext(seconds(9))).isEqualTo(seconds(1));
		assertThat(this.relaxed.next(seconds(10))).isEqualTo(Task.POLL);
		assertThat(this.relaxed.next(seconds(10))).isEqualTo(Task.NOTHING);
		assertThat(this.relaxed.untilNext(seconds(10))).isEqualTo(Long.MAX_VALUE);
		this.relaxed.polled(true, false, seconds(10));
		assertThat(this.relaxed.pause()).isEqualTo(RelayPause.UNREACHABLE);
		assertThat(this.relaxed.next(seconds(10))).isEqualTo(Task.claim("b"));
		assertThat(this.relaxed.next(seconds(10))).isEqualTo(Task.NOTHING);
		this.relaxed.done("b");
		assertThat(this.relaxed.pause()).isNull();
		assertThat(this.relaxed.next(seconds(10))).isEqualTo(Task.claim("a"));
	}

	@Test
	void whenTheDatabaseFailsThenAPollFindsOutThatItWorks() {
		this.relaxed.next(seconds(1));
		this.relaxed.pollFailed(seconds(3), seconds(1));
		this.relaxed.offer("a");
		assertThat(this.relaxed.next(seconds(3))).isEqualTo(Task.NOTHING);
		assertThat(this.relaxed.untilNext(seconds(3))).isEqualTo(seconds(1));
		assertThat(this.relaxed.next(seconds(4))).isEqualTo(Task.POLL);
		this.relaxed.polled(true, false, seconds(4));
		assertThat(this.relaxed.pause()).isNull();
		assertThat(this.relaxed.next(seconds(4))).isEqualTo(Task.claim("a"));
	}

	@Test
	void whenEveryWaitIsOverThenThereIsSomethingToDo() {
		this.relaxed.offer("a");
		this.relaxed.next(0);
		this.relaxed.returned("a", seconds(20), 0);
		this.relaxed.offer("b");
		this.relaxed.next(0);
		this.relaxed.failed("b", RelayPause.DATABASE, seconds(2), 0);
		long now = 0;
		int idle = 0;
		for (int i = 0; i < 100 && idle < 3; i++) {
			Task task = this.relaxed.next(now);
			if (task.equals(Task.POLL)) {
				this.relaxed.polled(true, false, now);
			}
			else if (!task.equals(Task.NOTHING)) {
				this.relaxed.done(task.pipeId());
			}
			idle = (task.equals(Task.NOTHING)) ? idle + 1 : 0;
			long wait = this.relaxed.untilNext(now);
			now += (task.equals(Task.NOTHING)) ? wait : 0;
			assertThat(wait).isGreaterThanOrEqualTo((task.equals(Task.NOTHING)) ? 1 : 0);
			idle = 0;
		}
		assertThat(now).isGreaterThan(seconds(20));
	}

	/**
	 * Eight instances with 20 pipes that have rows and requests whose connections are
	 * refused: each waits as the publisher demands, up to 30 seconds.
	 */
	@Test
	void whenTheServiceIsDownForAnHourThenRequestsAndQueriesAreBounded() {
		int requests = 0;
		int polls = 0;
		for (int instance = 0; instance < 8; instance++) {
			RelaySchedule schedule = new RelaySchedule(false, new PollInterval(POLL, MAX_POLL), 0);
			long now = 0;
			int failures = 0;
			while (now < Duration.ofHours(1).toNanos()) {
				Task task = schedule.next(now);
				if (task.equals(Task.NOTHING)) {
					now += Math.max(1, schedule.untilNext(now));
				}
				else if (task.equals(Task.POLL)) {
					polls++;
					for (int pipe = 0; pipe < 20; pipe++) {
						schedule.offer("pipe " + pipe);
					}
					schedule.polled(true, false, now);
				}
				else {
					requests++;
					long wait = Math.min(seconds(30), Duration.ofMillis(200).toNanos() << Math.min(20, failures++));
					schedule.failed(task.pipeId(), RelayPause.UNREACHABLE, wait, now);
				}
			}
		}
		assertThat(requests).isBetween(8 * 100, 8 * 130);
		assertThat(polls).isLessThanOrEqualTo(8 * 130);
	}

	private static long seconds(long seconds) {
		return Duration.ofSeconds(seconds).toNanos();
	}

}
