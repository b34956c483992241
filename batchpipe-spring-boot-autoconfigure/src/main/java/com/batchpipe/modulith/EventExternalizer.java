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

package com.batchpipe.modulith;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.modulith.events.EventExternalizationConfiguration;

/**
 * Turns externalized application events into records. Spring Modulith's
 * {@link EventExternalizationConfiguration} defines which events are externalized, how
 * they are mapped, and which target each of them has. The target determines the pipe.
 * <p>
 * The externalizer handles events when they are published, not after the transaction, so
 * Spring Modulith's event publication registry has no entries for the externalizer. Safe
 * for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class EventExternalizer implements ApplicationListener<PayloadApplicationEvent<?>> {

	private final EventExternalizationConfiguration configuration;

	private final Map<String, String> pipes;

	private final ExternalizedRecords records;

	/**
	 * Create an externalizer.
	 * @param configuration defines which events are externalized, and how
	 * @param pipes the identifiers of the pipes, keyed by event target; events with other
	 * targets are ignored. If the map is empty, each target is the identifier of a pipe
	 * @param records accepts the records
	 */
	public EventExternalizer(EventExternalizationConfiguration configuration, Map<String, String> pipes,
			ExternalizedRecords records) {
		this.configuration = configuration;
		this.pipes = Map.copyOf(pipes);
		this.records = records;
	}

	@Override
	public void onApplicationEvent(PayloadApplicationEvent<?> event) {
		Object payload = event.getPayload();
		if (!this.configuration.supports(payload)) {
			return;
		}
		String pipeId = pipe(this.configuration.determineTarget(payload).getTarget());
		if (pipeId != null) {
			this.records.publish(pipeId, this.configuration.map(payload));
		}
	}

	private @Nullable String pipe(String target) {
		return (this.pipes.isEmpty()) ? target : this.pipes.get(target);
	}

}
