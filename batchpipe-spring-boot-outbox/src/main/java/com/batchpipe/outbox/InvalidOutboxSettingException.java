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

package com.batchpipe.outbox;

/**
 * Thrown when a setting of an outbox is invalid, either on its own or in combination with
 * another.
 *
 * @since 0.1.0
 */
public class InvalidOutboxSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String setting;

	private final String reason;

	/**
	 * Create an exception.
	 * @param setting the name of the setting
	 * @param reason why the value is invalid, without the name of the setting
	 */
	public InvalidOutboxSettingException(String setting, String reason) {
		super("'" + setting + "' " + reason);
		this.setting = setting;
		this.reason = reason;
	}

	/**
	 * Return the name of the setting, which is also the name of the builder's method.
	 * @return the name, such as {@code maxPollInterval}
	 */
	public String setting() {
		return this.setting;
	}

	/**
	 * Return why the value is invalid, without the name of the setting. The names of
	 * other settings are quoted.
	 * @return the reason, such as {@code must not be less than 'pollInterval'}
	 */
	public String reason() {
		return this.reason;
	}

}
