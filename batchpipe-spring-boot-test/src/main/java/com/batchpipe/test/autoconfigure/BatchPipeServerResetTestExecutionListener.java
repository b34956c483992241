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

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;

import com.batchpipe.test.BatchPipeServer;

/**
 * Resets the server of an application context after each test, once the records that the
 * test published are no longer in transit.
 */
final class BatchPipeServerResetTestExecutionListener implements TestExecutionListener, Ordered {

	/**
	 * After a test, listeners with a higher order are called first. This listener must be
	 * called after the one that ends the transaction of the test, because the transaction
	 * may commit records, and before the one that closes the context.
	 */
	private static final int ORDER = 3500;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		AutoConfigureBatchPipeServer annotation = TestContextAnnotationUtils
			.findMergedAnnotation(testContext.getTestClass(), AutoConfigureBatchPipeServer.class);
		if (annotation != null && annotation.resetAfterTest() && testContext.hasApplicationContext()) {
			ApplicationContext context = testContext.getApplicationContext();
			BatchPipeServer server = context.getBean(BatchPipeServer.class);
			RecordsInTransit.settle(context, server);
			server.reset();
		}
	}

}
