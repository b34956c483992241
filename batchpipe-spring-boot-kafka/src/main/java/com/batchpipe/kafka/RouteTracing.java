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

package com.batchpipe.kafka;

import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Callback for the collections of records that routes pass to the publisher. It can link
 * each collection to the traces of the records' producers. Implementations must be safe
 * for use by multiple threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RouteTracing {

	/**
	 * Creates no traces.
	 */
	RouteTracing NONE = (route, pipeId, records) -> () -> {
	};

	/**
	 * Called when records are passed to the publisher.
	 * @param route the name of the route
	 * @param pipeId the pipe's identifier
	 * @param records the records, valid until this method returns
	 * @return an action to call when all of them have ended
	 */
	Runnable shipped(String route, String pipeId, List<ConsumerRecord<byte[], byte[]>> records);

}
