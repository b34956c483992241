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

package com.batchpipe.hostile;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Records what is logged at the levels that applications show.
 */
public final class RecordedLog implements AutoCloseable {

	private final Appender appender = new Appender();

	private RecordedLog() {
		this.appender.start();
		root().addAppender(this.appender);
	}

	public static RecordedLog start() {
		return new RecordedLog();
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	/**
	 * Return the lines logged by this project.
	 * @return the lines so far
	 */
	public List<String> lines() {
		return this.appender.events.stream().filter(RecordedLog::isOurs).map(RecordedLog::line).toList();
	}

	/**
	 * Return the lines logged by anything other than this project and the test servers.
	 * @return the lines so far
	 */
	public List<String> linesOfOthers() {
		return this.appender.events.stream()
			.filter((event) -> !isOurs(event) && !event.getLoggerName().startsWith("wiremock."))
			.map(RecordedLog::line)
			.toList();
	}

	private static boolean isOurs(ILoggingEvent event) {
		return event.getLoggerName().startsWith("com.batchpipe.");
	}

	private static String line(ILoggingEvent event) {
		return event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage()
				+ ((event.getThrowableProxy() != null) ? " (with a stack trace)" : "");
	}

	@Override
	public void close() {
		root().detachAppender(this.appender);
	}

	private static final class Appender extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
				this.events.add(event);
			}
		}

	}

}
