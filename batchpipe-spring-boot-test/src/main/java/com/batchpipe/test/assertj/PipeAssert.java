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

package com.batchpipe.test.assertj;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.RawJson;
import com.batchpipe.test.BatchPipeWorkspace;
import com.batchpipe.test.RecordedRequest;

/**
 * Assertions on the records that a pipe of an embedded BatchPipe has received. Expected
 * records can be any objects that Jackson can write, or encoded JSON in {@link RawJson}.
 * All records are compared as JSON.
 *
 * @since 0.1.0
 */
public final class PipeAssert extends AbstractAssert<PipeAssert, BatchPipeWorkspace> {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private final String pipeId;

	PipeAssert(BatchPipeWorkspace actual, String pipeId) {
		super(actual, PipeAssert.class);
		this.pipeId = pipeId;
		actual.requests(BatchPipeOperation.INGEST)
			.stream()
			.filter((request) -> pipeId.equals(request.pathVariables().get("pipe_id")))
			.forEach(RecordedRequest::markVerified);
		as("pipe " + pipeId);
	}

	/**
	 * Verify the number of records.
	 * @param expected the expected number
	 * @return this assertion
	 */
	public PipeAssert received(long expected) {
		long received = this.actual.recordCount(this.pipeId);
		if (received != expected) {
			failWithMessage(
					"%nExpecting this number of records:%n  %s%nbut the pipe received %s:%n%s%nAll ingest requests:%n%s",
					expected, received, describeRecords(), describeRequests());
		}
		return this;
	}

	/**
	 * Verify that no record has arrived.
	 * @return this assertion
	 */
	public PipeAssert receivedNothing() {
		return received(0);
	}

	/**
	 * Verify that exactly the given records have arrived, in this order.
	 * @param expected the expected records
	 * @return this assertion
	 */
	public PipeAssert receivedExactly(Object... expected) {
		List<JsonNode> records = this.actual.records(this.pipeId);
		List<JsonNode> expectedRecords = toJson(expected);
		if (!records.equals(expectedRecords)) {
			failWithMessage(
					"%nExpecting exactly these records, in this order:%n%s%nbut the pipe received %s:%n%s%nAll ingest requests:%n%s",
					RequestText.lines(expectedRecords, "(nothing)"), records.size(), describeRecords(),
					describeRequests());
		}
		return this;
	}

	/**
	 * Verify that exactly the given records have arrived, in any order.
	 * @param expected the expected records
	 * @return this assertion
	 */
	public PipeAssert receivedExactlyInAnyOrder(Object... expected) {
		List<JsonNode> missing = toJson(expected);
		List<JsonNode> unexpected = new ArrayList<>(this.actual.records(this.pipeId));
		missing.removeIf(unexpected::remove);
		if (!missing.isEmpty() || !unexpected.isEmpty()) {
			failWithMessage(
					"%nThese records are missing:%n%s%nand these were not expected:%n%s%nThe pipe received:%n%s",
					RequestText.lines(missing, "(none)"), RequestText.lines(unexpected, "(none)"), describeRecords());
		}
		return this;
	}

	/**
	 * Verify that the given records are among those that have arrived.
	 * @param expected the expected records
	 * @return this assertion
	 */
	public PipeAssert receivedAmongOthers(Object... expected) {
		List<JsonNode> missing = toJson(expected);
		List<JsonNode> received = new ArrayList<>(this.actual.records(this.pipeId));
		missing.removeIf(received::remove);
		if (!missing.isEmpty()) {
			failWithMessage("%nThese records are missing:%n%s%nThe pipe received:%n%s",
					RequestText.lines(missing, "(none)"), describeRecords());
		}
		return this;
	}

	/**
	 * Return assertions on the records as JSON.
	 * @return the assertions
	 */
	public ListAssert<JsonNode> records() {
		return Assertions.assertThat(this.actual.records(this.pipeId)).as(descriptionText());
	}

	/**
	 * Return assertions on the records as objects.
	 * @param <T> the type of the records
	 * @param type the type of the records; unknown fields are ignored
	 * @return the assertions
	 */
	public <T> ListAssert<T> as(Class<T> type) {
		return Assertions.assertThat(this.actual.records(this.pipeId, type)).as(descriptionText());
	}

	String describeRecords() {
		try {
			return RequestText.lines(this.actual.records(this.pipeId), "(nothing)");
		}
		catch (IllegalStateException ex) {
			return "  " + ex.getMessage();
		}
	}

	private String describeRequests() {
		return RequestText.of(this.actual.requests(BatchPipeOperation.INGEST));
	}

	private static List<JsonNode> toJson(Object... expected) {
		return new ArrayList<>(Arrays.stream(expected).map(PipeAssert::toJson).toList());
	}

	/**
	 * Write and read the expected record, so that its numbers have the types that result
	 * from reading JSON.
	 */
	private static JsonNode toJson(Object expected) {
		byte[] json = (expected instanceof RawJson raw) ? raw.bytes() : MAPPER.writeValueAsBytes(expected);
		return MAPPER.readTree(json);
	}

}
