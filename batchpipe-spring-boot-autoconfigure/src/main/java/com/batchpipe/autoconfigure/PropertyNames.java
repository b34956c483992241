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

package com.batchpipe.autoconfigure;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Translates the names of a builder's settings into the names of properties.
 *
 * @since 0.1.0
 */
public final class PropertyNames {

	private static final Pattern SETTING = Pattern.compile("'(\\w+)'");

	private PropertyNames() {
	}

	/**
	 * Replace the names of settings in the explanation of why a value is invalid.
	 * @param reason the reason, with the names of settings in single quotes
	 * @param prefix the prefix of the properties, including the trailing dot
	 * @return the reason with the names of properties, in dashed form
	 */
	public static String translate(String reason, String prefix) {
		return SETTING.matcher(reason)
			.replaceAll((setting) -> "'" + prefix + DataObjectPropertyName.toDashedForm(setting.group(1)) + "'");
	}

}
