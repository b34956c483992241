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

package com.example.earthquakes;

import java.util.List;
import java.util.Map;

import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import com.batchpipe.client.BatchPipeException;
import com.batchpipe.publisher.BatchPipePublisherException;
import com.batchpipe.publisher.RecordTooLargeException;

/**
 * Accepts earthquakes and ships them.
 */
@RestController
class EarthquakeController {

	private final EarthquakeDestination destination;

	EarthquakeController(EarthquakeDestination destination) {
		this.destination = destination;
	}

	@PostMapping("/earthquakes")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Map<String, Integer> ship(@RequestBody JsonNode body) {
		List<JsonNode> earthquakes = body.isArray() ? List.copyOf(body.values()) : List.of(body);
		if (earthquakes.isEmpty() || !earthquakes.stream().allMatch(JsonNode::isObject)) {
			throw new ErrorResponseException(HttpStatus.BAD_REQUEST, ProblemDetail.forStatusAndDetail(
					HttpStatus.BAD_REQUEST, "Send one earthquake as a JSON object, or several as an array."), null);
		}
		this.destination.publish(earthquakes);
		return Map.of("accepted", earthquakes.size());
	}

	@ExceptionHandler
	ProblemDetail notReadable(HttpMessageNotReadableException ex) {
		String detail = (ex.getCause() instanceof StreamConstraintsException limit)
				? "The JSON exceeds a limit: " + limit.getOriginalMessage() : "The request body must be JSON.";
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
	}

	@ExceptionHandler
	ProblemDetail notValid(InvalidEarthquakeException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail tooLarge(RecordTooLargeException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail notTaken(BatchPipePublisherException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage());
	}

	@ExceptionHandler
	ProblemDetail notShipped(BatchPipeException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY,
				"The call to BatchPipe failed: " + ex.getMessage());
	}

}
