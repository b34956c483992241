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

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.batch.infrastructure.item.ItemWriterException;

import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.BatchResult.Undelivered;
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Thrown by {@link BatchPipeItemWriter} when items of a chunk are not delivered, at least
 * one of them for a reason unrelated to the item, such as an outage.
 *
 * @since 0.1.0
 * @see ItemsRejectedException
 */
public class ItemsUndeliveredException extends ItemWriterException {

	private static final long serialVersionUID = 1L;

	private final BatchResult result;

	ItemsUndeliveredException(BatchResult result) {
		super(message(result));
		this.result = result;
	}

	private static String message(BatchResult result) {
		Map<UndeliveredReason, Integer> counts = new EnumMap<>(UndeliveredReason.class);
		result.undelivered().forEach((part) -> counts.merge(part.reason(), part.count(), Integer::sum));
		String reasons = counts.entrySet()
			.stream()
			.map((count) -> count.getKey() + " " + count.getValue())
			.collect(Collectors.joining(", "));
		Undelivered last = result.undelivered().get(result.undelivered().size() - 1);
		int undelivered = result.undeliveredCount();
		return "Items not delivered to pipe '" + result.pipeId() + "': " + undelivered + " of "
				+ (result.delivered() + undelivered) + " (" + reasons + ")"
				+ ((last.status() != null) ? ", last status " + last.status() : "");
	}

	/**
	 * Return which items of the chunk were not delivered, by their index in the chunk,
	 * and why.
	 * @return the result
	 */
	public BatchResult result() {
		return this.result;
	}

}
