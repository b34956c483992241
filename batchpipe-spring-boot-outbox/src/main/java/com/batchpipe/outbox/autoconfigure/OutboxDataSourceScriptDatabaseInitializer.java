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

package com.batchpipe.outbox.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * Creates the tables of the outbox with the configured prefix.
 *
 * @since 0.1.0
 */
public class OutboxDataSourceScriptDatabaseInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<BatchPipeOutboxProperties> {

	private static final String DEFAULT_PREFIX = "BATCHPIPE_";

	private final String tablePrefix;

	/**
	 * Create an initializer.
	 * @param dataSource the database
	 * @param properties the properties of the outbox
	 */
	public OutboxDataSourceScriptDatabaseInitializer(DataSource dataSource, BatchPipeOutboxProperties properties) {
		super(dataSource, properties);
		this.tablePrefix = properties.getTablePrefix();
	}

	@Override
	protected void runScripts(Scripts scripts) {
		if (this.tablePrefix.equals(DEFAULT_PREFIX)) {
			super.runScripts(scripts);
			return;
		}
		List<Resource> prefixed = new ArrayList<>();
		scripts.forEach((script) -> prefixed.add(withPrefix(script)));
		super.runScripts(new Scripts(prefixed).continueOnError(scripts.isContinueOnError())
			.separator(scripts.getSeparator())
			.encoding(scripts.getEncoding()));
	}

	/**
	 * Apply the prefix to a script. Unlike the name of a table, the name of a constraint
	 * cannot include a schema.
	 */
	private Resource withPrefix(Resource script) {
		String constraintPrefix = this.tablePrefix.substring(this.tablePrefix.lastIndexOf('.') + 1);
		try {
			String sql = script.getContentAsString(StandardCharsets.UTF_8)
				.replace("constraint " + DEFAULT_PREFIX, "constraint " + constraintPrefix)
				.replace("exists " + DEFAULT_PREFIX, "exists " + this.tablePrefix);
			return new ByteArrayResource(sql.getBytes(StandardCharsets.UTF_8), script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
