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

package com.batchpipe.publisher;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a setting of a publisher is invalid, either on its own or in combination
 * with another.
 *
 * @since 0.1.0
 */
public class InvalidPublisherSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String setting;

	private final transient @Nullable Object value;

	private final String reason;

	/**
	 * Create an exception.
	 * @param setting the name of the setting
	 * @param value the invalid value
	 * @param reason why the value is invalid, without the name of the setting
	 */
	public InvalidPublisherSettingException(String setting, @Nullable Object value, String reason) {
		super("'" + setting + "' " + reason);
		this.setting = setting;
		this.value = value;
		this.reason = reason;
	}

	/**
	 * Return the name of the setting, which is also the name of the builder's method.
	 * @return the name, such as {@code maxBatchSize}
	 */
	public String setting() {
		return this.setting;
	}

	/**
	 * Return the invalid value. Sizes are in bytes.
	 * @return the value, or {@code null} if it was {@code null} or if the exception has
	 * been deserialized
	 */
	public @Nullable Object value() {
		return this.value;
	}

	/**
	 * Return why the value is invalid, without the name of the setting. The names of
	 * other settings are quoted.
	 * @return the reason, such as {@code must be less than 'deliveryTimeout'}
	 */
	public String reason() {
		return this.reason;
	}

}
