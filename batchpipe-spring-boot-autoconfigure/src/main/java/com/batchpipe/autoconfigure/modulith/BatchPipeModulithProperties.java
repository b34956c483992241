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

package com.batchpipe.autoconfigure.modulith;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties for Spring Modulith events.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("batchpipe.modulith")
public class BatchPipeModulithProperties {

	/**
	 * Whether to send externalized events to BatchPipe.
	 */
	private boolean enabled = true;

	/**
	 * Identifiers of pipes, by event target. Events with other targets are left to other
	 * transports. If empty, each target is the identifier of a pipe.
	 */
	private final Map<String, String> pipes = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, String> getPipes() {
		return this.pipes;
	}

}
