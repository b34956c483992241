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

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Makes text from an external source safe for a log or a message: one line of limited
 * length, in which API keys are masked. HTML is not escaped. Use it before you log text
 * from the service.
 * <p>
 * Each run of characters that affect the display of the surrounding text is replaced with
 * one space. These are control and format characters (including line breaks, escape
 * sequences and characters that change the writing direction), line and paragraph
 * separators, and unpaired surrogates.
 *
 * @since 0.1.0
 */
public final class PrintableText {

	private static final String KEY_PREFIX = "bp_v1_";

	private static final String MASK = "******";

	private static final String CUT = "...";

	/**
	 * The characters that, at the end of a key, belong to the surrounding sentence or
	 * JSON.
	 */
	private static final String CLOSING = "\"'`.,:;!?)]}>";

	private final String text;

	private final @Nullable String secret;

	private final StringBuilder line;

	private PrintableText(String text, int maxLength, @Nullable ApiKey apiKey) {
		this.text = text;
		this.secret = (apiKey != null) ? apiKey.reveal() : null;
		this.line = new StringBuilder(Math.min(text.length(), maxLength) + MASK.length());
	}

	/**
	 * Return the text on a single line, with everything that looks like an API key
	 * masked.
	 * @param text the text
	 * @param maxLength the approximate maximum length of the line, greater than zero; a
	 * mask or the trailing {@code ...} can exceed it by a few characters
	 * @return the line
	 */
	public static String of(String text, int maxLength) {
		return of(text, maxLength, null);
	}

	/**
	 * Return the text on a single line, with the given API key and everything that looks
	 * like an API key masked.
	 * @param text the text
	 * @param maxLength the approximate maximum length of the line, greater than zero; a
	 * mask or the trailing {@code ...} can exceed it by a few characters
	 * @param apiKey the key, in any format, or {@code null} if there is none
	 * @return the line
	 */
	public static String of(String text, int maxLength, @Nullable ApiKey apiKey) {
		Assert.notNull(text, "'text' must not be null");
		Assert.isTrue(maxLength > 0, "'maxLength' must be greater than zero");
		return new PrintableText(text, maxLength, apiKey).toLine(maxLength);
	}

	/**
	 * Return the line. The time that this takes is at most proportional to the length of
	 * the text, whatever the text contains.
	 */
	private String toLine(int maxLength) {
		int position = 0;
		while (position < this.text.length() && this.line.length() < maxLength) {
			int end = endOfKey(position);
			if (end > position) {
				this.line.append(this.text.startsWith(KEY_PREFIX, position) ? KEY_PREFIX : "").append(MASK);
				position = end;
			}
			else {
				position = append(position);
			}
		}
		String stripped = this.line.toString().strip();
		return (position < this.text.length()) ? stripped + CUT : stripped;
	}

	private int append(int position) {
		int codePoint = this.text.codePointAt(position);
		if (isPrintable(codePoint)) {
			this.line.appendCodePoint(codePoint);
		}
		else if (!this.line.isEmpty() && this.line.charAt(this.line.length() - 1) != ' ') {
			this.line.append(' ');
		}
		return position + Character.charCount(codePoint);
	}

	static boolean isPrintable(int codePoint) {
		if (VisibleAscii.isVisible(codePoint)) {
			return true;
		}
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				false;
			default -> true;
		};
	}

	/**
	 * Return the end of the key that begins at the position, or the position if there is
	 * none.
	 */
	private int endOfKey(int position) {
		int end = position;
		if (this.secret != null && this.text.startsWith(this.secret, position)) {
			end = position + this.secret.length();
		}
		return this.text.startsWith(KEY_PREFIX, position) ? Math.max(end, endOfForm(position)) : end;
	}

	/**
	 * Return the end of the longest text that can be a key. A quoted key ends at the
	 * closing quote; any other key ends before the punctuation that precedes the next
	 * space.
	 */
	private int endOfForm(int position) {
		int start = position + KEY_PREFIX.length();
		char quote = (position > 0) ? this.text.charAt(position - 1) : ' ';
		boolean quoted = quote == '"' || quote == '\'' || quote == '`';
		int end = start;
		while (end < this.text.length() && VisibleAscii.isVisible(this.text.charAt(end))) {
			if (quoted && this.text.charAt(end) == quote && closes(end)) {
				return (end > start) ? end : position;
			}
			end++;
		}
		while (end > start && CLOSING.indexOf(this.text.charAt(end - 1)) >= 0) {
			end--;
		}
		return (end > start) ? end : position;
	}

	/**
	 * Return whether a quote closes the quoted text rather than being part of it.
	 */
	private boolean closes(int quote) {
		return this.text.charAt(quote - 1) != '\\'
				&& (quote + 1 == this.text.length() || !Character.isLetterOrDigit(this.text.charAt(quote + 1)));
	}

}
