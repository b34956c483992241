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

package com.batchpipe.autoconfigure.publisher;

import java.time.Duration;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Reads how long the application waits for the beans of a lifecycle phase to stop. Each
 * drain timeout must be shorter than this time.
 *
 * @since 0.1.0
 */
public final class ShutdownPhaseTimeout {

	private ShutdownPhaseTimeout() {
	}

	/**
	 * Return the value of {@code spring.lifecycle.timeout-per-shutdown-phase}, or Spring
	 * Boot's default if the property is not set.
	 * @param environment the environment of the application
	 * @return the timeout
	 */
	public static Duration of(Environment environment) {
		return Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElseGet(() -> new LifecycleProperties().getTimeoutPerShutdownPhase());
	}

}
