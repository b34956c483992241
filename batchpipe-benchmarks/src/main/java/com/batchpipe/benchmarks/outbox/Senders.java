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

package com.batchpipe.benchmarks.outbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The senders that are compared. The name on the command line is that of the constant in
 * lower case and with hyphens.
 */
enum Senders {

	/**
	 * The floor.
	 */
	FLOOR(200_000, FloorSender::new),

	/**
	 * This outbox, as shipped.
	 */
	BATCHPIPE(200_000, BatchPipeSender::new),

	/**
	 * Gruelbox, as shipped.
	 */
	GRUELBOX(5000, GruelboxSender::asShipped),

	/**
	 * Gruelbox, at its best.
	 */
	GRUELBOX_BEST(10_000, GruelboxSender::atBest),

	/**
	 * Namastack, as shipped.
	 */
	NAMASTACK(50, NamastackSender::asShipped),

	/**
	 * Namastack, at its best.
	 */
	NAMASTACK_BEST(10_000, NamastackSender::atBest),

	/**
	 * Spring Modulith, as shipped.
	 */
	MODULITH(5000, ModulithSender::asShipped),

	/**
	 * Spring Modulith, at its best.
	 */
	MODULITH_BEST(10_000, ModulithSender::atBest);

	private final int records;

	private final Function<Places, Sender> factory;

	Senders(int records, Function<Places, Sender> factory) {
		this.records = records;
		this.factory = factory;
	}

	/**
	 * Return the name on the command line.
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the number of records for a round of a few seconds.
	 */
	int records() {
		return this.records;
	}

	/**
	 * Return whether the sender uses the table of the outbox.
	 */
	boolean usesOutbox() {
		return this == FLOOR || this == BATCHPIPE;
	}

	Sender start(Places places) {
		return this.factory.apply(places);
	}

	static Senders of(String label) {
		return Arrays.stream(values())
			.filter((sender) -> sender.label().equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Unknown sender '" + label + "'. Use one of " + labels()));
	}

	static List<String> labels() {
		return Arrays.stream(values()).map(Senders::label).toList();
	}

}
