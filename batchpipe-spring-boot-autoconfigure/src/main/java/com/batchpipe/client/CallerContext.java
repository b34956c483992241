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

package com.batchpipe.client;

import java.util.Collections;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.util.context.Context;

import org.springframework.util.ClassUtils;

/**
 * The context that a blocking call passes on from its thread: the current observation,
 * and the logging context, which only the log messages about failed calls use.
 */
final class CallerContext {

	static final String MDC_KEY = CallerContext.class.getName() + ".mdc";

	private static final boolean slf4jPresent = ClassUtils.isPresent("org.slf4j.MDC",
			CallerContext.class.getClassLoader());

	private CallerContext() {
	}

	static Context capture(Context context, ObservationRegistry observationRegistry) {
		Observation observation = observationRegistry.getCurrentObservation();
		if (observation != null) {
			context = context.put(CallExecutor.OBSERVATION_KEY, observation);
		}
		Map<String, String> mdc = slf4jPresent ? Slf4j.getMdc() : null;
		return (mdc != null) ? context.put(MDC_KEY, mdc) : context;
	}

	static void withMdc(@Nullable Map<String, String> mdc, Runnable action) {
		if (mdc == null || mdc.isEmpty()) {
			action.run();
		}
		else {
			Slf4j.withMdc(mdc, action);
		}
	}

	/**
	 * Isolates the outer class from SLF4J, which not every application has on its
	 * classpath.
	 */
	private static final class Slf4j {

		static @Nullable Map<String, String> getMdc() {
			return MDC.getCopyOfContextMap();
		}

		static void withMdc(Map<String, String> mdc, Runnable action) {
			Map<String, String> before = MDC.getCopyOfContextMap();
			MDC.setContextMap(mdc);
			try {
				action.run();
			}
			finally {
				MDC.setContextMap((before != null) ? before : Collections.emptyMap());
			}
		}

	}

}
