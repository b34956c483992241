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

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

import com.batchpipe.test.BatchPipeServer;

/**
 * Remembers the state of the server after the application has started, including pipes
 * that the application has created and records that it has published, so that the reset
 * after a test does not remove them.
 */
final class CheckpointListener implements ApplicationListener<ApplicationEvent> {

	private final ApplicationContext context;

	CheckpointListener(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (isStarted(event)) {
			BatchPipeServer server = this.context.getBean(BatchPipeServer.class);
			RecordsInTransit.flush(this.context, server);
			server.checkpoint();
		}
	}

	private boolean isStarted(ApplicationEvent event) {
		return (event instanceof ContextRefreshedEvent refreshed && refreshed.getApplicationContext() == this.context)
				|| (event instanceof ApplicationReadyEvent ready && ready.getApplicationContext() == this.context);
	}

}
