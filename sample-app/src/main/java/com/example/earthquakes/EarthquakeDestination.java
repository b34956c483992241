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

import tools.jackson.databind.JsonNode;

/**
 * The destination of earthquakes.
 */
interface EarthquakeDestination {

	/**
	 * Accept earthquakes and ship them in the background, even if BatchPipe is currently
	 * unavailable. Until the pipe has been found or created, a call can fail if BatchPipe
	 * is unavailable.
	 * @param earthquakes the earthquakes
	 * @throws InvalidEarthquakeException if one of them does not comply with the
	 * {@link EarthquakeRules}; in that case, none is shipped
	 */
	void publish(List<? extends JsonNode> earthquakes);

}
