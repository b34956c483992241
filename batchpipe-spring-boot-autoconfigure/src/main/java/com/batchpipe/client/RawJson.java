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

import java.nio.charset.StandardCharsets;

import org.springframework.util.Assert;

/**
 * A body of ready JSON, sent as it is. Immutable as long as the given array is not
 * changed.
 *
 * @since 0.1.0
 */
public final class RawJson {

	private final byte[] bytes;

	private RawJson(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Wrap ready JSON in UTF-8. The array is not copied: do not change it before the call
	 * has ended.
	 * @param utf8 the JSON
	 * @return the body
	 */
	public static RawJson of(byte[] utf8) {
		Assert.notNull(utf8, "'utf8' must not be null");
		return new RawJson(utf8);
	}

	/**
	 * Wrap ready JSON.
	 * @param json the JSON
	 * @return the body
	 */
	public static RawJson of(String json) {
		Assert.notNull(json, "'json' must not be null");
		return new RawJson(json.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return the JSON.
	 * @return the bytes in UTF-8, not a copy
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Return the size, and nothing of the JSON.
	 */
	@Override
	public String toString() {
		return "RawJson[" + this.bytes.length + " bytes]";
	}

}
