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

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import com.batchpipe.test.BatchPipeServer;

/**
 * Stops and starts the embedded BatchPipe of a development run, to show how the feed
 * reacts.
 */
@TestConfiguration(proxyBeanMethods = false)
@RestController
class EmbeddedBatchPipeSwitch {

	private final BatchPipeServer server;

	EmbeddedBatchPipeSwitch(BatchPipeServer server) {
		this.server = server;
	}

	@PostMapping("/batchpipe/stop")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void stop() {
		this.server.pause();
	}

	@PostMapping("/batchpipe/start")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void start() {
		this.server.resume();
	}

}
