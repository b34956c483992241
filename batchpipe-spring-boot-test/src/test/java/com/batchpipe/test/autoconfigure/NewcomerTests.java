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

package com.batchpipe.test.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;

import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.test.BatchPipeServer;

import static com.batchpipe.test.assertj.BatchPipeAssertions.assertThat;

/**
 * The first test that a new user writes.
 */
@SpringBootTest
@AutoConfigureBatchPipeServer
class NewcomerTests {

	@Test
	void shipsAnOrder(@Autowired BatchPipeTemplate batchPipe, @Autowired BatchPipeServer server) {
		String pipe = server.createPipe("orders");
		batchPipe.ingest(pipe, Map.of("id", 1));
		assertThat(server).pipe(pipe).receivedExactly(Map.of("id", 1));
	}

	@SpringBootApplication
	static class Application {

	}

}
