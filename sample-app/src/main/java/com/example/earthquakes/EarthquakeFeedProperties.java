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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Configuration properties of the feed.
 *
 * @param pipeName the name of the pipe, which is created if it does not exist
 * @param file the earthquakes to ship at startup, one JSON object per line
 */
@ConfigurationProperties("earthquakes")
record EarthquakeFeedProperties(@DefaultValue("earthquakes") String pipeName,
		@DefaultValue("classpath:usgs-earthquakes-week.jsonl") Resource file) {

}
