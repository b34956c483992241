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

package com.batchpipe.test;

/**
 * Checks that a body is one JSON object or an array of JSON objects, and counts them
 * without creating objects for each record. It reads every byte only once, because this
 * is the hot path of ingest.
 */
final class RecordScanner {

	private static final int MAX_DEPTH = 500;

	private static final int END = -1;

	private final byte[] json;

	private int position;

	private RecordScanner(byte[] json) {
		this.json = json;
	}

	/**
	 * Count the records in a body.
	 * @return the number of records
	 * @throws InvalidRecordsException if the body is not JSON, or neither an object nor
	 * an array of objects
	 */
	static int count(byte[] json) throws InvalidRecordsException {
		return new RecordScanner(json).count();
	}

	private int count() throws InvalidRecordsException {
		int first = nextToken();
		int records;
		if (first == '{') {
			skipObject(0);
			records = 1;
		}
		else if (first == '[') {
			records = countElements();
		}
		else {
			// Valid JSON that is not a record results in a different message than invalid
			// JSON.
			skipValue(first, 0);
			expectEnd();
			throw new InvalidRecordsException("Request body must be a JSON object or an array of JSON objects");
		}
		expectEnd();
		return records;
	}

	private int countElements() throws InvalidRecordsException {
		int records = 0;
		int notAnObject = -1;
		int token = nextToken();
		if (token == ']') {
			return 0;
		}
		while (true) {
			if (token != '{' && notAnObject < 0) {
				notAnObject = records;
			}
			skipValue(token, 1);
			records++;
			token = nextToken();
			if (token == ']') {
				break;
			}
			expect(token, ',');
			token = nextToken();
		}
		if (notAnObject >= 0) {
			throw new InvalidRecordsException(Integer.toString(notAnObject), "Record must be a JSON object");
		}
		return records;
	}

	private void skipValue(int first, int depth) throws InvalidRecordsException {
		switch (first) {
			case '{' -> skipObject(depth);
			case '[' -> skipArray(depth);
			case '"' -> skipString();
			case 't' -> skipLiteral("rue");
			case 'f' -> skipLiteral("alse");
			case 'n' -> skipLiteral("ull");
			default -> skipNumber(first);
		}
	}

	private void skipObject(int depth) throws InvalidRecordsException {
		checkDepth(depth);
		int token = nextToken();
		if (token == '}') {
			return;
		}
		while (true) {
			expect(token, '"');
			skipString();
			expect(nextToken(), ':');
			skipValue(nextToken(), depth + 1);
			token = nextToken();
			if (token == '}') {
				return;
			}
			expect(token, ',');
			token = nextToken();
		}
	}

	private void skipArray(int depth) throws InvalidRecordsException {
		checkDepth(depth);
		int token = nextToken();
		if (token == ']') {
			return;
		}
		while (true) {
			skipValue(token, depth + 1);
			token = nextToken();
			if (token == ']') {
				return;
			}
			expect(token, ',');
			token = nextToken();
		}
	}

	private void skipString() throws InvalidRecordsException {
		byte[] json = this.json;
		int i = this.position;
		while (i < json.length) {
			byte b = json[i++];
			if (b == '"') {
				this.position = i;
				return;
			}
			if (b == '\\') {
				this.position = i;
				skipEscape();
				i = this.position;
			}
			else if (b >= 0 && b < 0x20) {
				break;
			}
		}
		this.position = i;
		throw invalid();
	}

	private void skipEscape() throws InvalidRecordsException {
		int escaped = next();
		if (escaped == 'u') {
			for (int i = 0; i < 4; i++) {
				if (Character.digit(next(), 16) < 0) {
					throw invalid();
				}
			}
		}
		else if ("\"\\/bfnrt".indexOf(escaped) < 0) {
			throw invalid();
		}
	}

	private void skipLiteral(String rest) throws InvalidRecordsException {
		for (int i = 0; i < rest.length(); i++) {
			expect(next(), rest.charAt(i));
		}
	}

	private void skipNumber(int first) throws InvalidRecordsException {
		int digit = (first == '-') ? next() : first;
		if (digit == '0') {
			rejectDigit();
		}
		else {
			requireDigit(digit);
			skipDigits();
		}
		if (peek() == '.') {
			this.position++;
			requireDigit(next());
			skipDigits();
		}
		if (peek() == 'e' || peek() == 'E') {
			this.position++;
			int exponent = next();
			requireDigit((exponent == '+' || exponent == '-') ? next() : exponent);
			skipDigits();
		}
	}

	private void rejectDigit() throws InvalidRecordsException {
		if (isDigit(peek())) {
			throw invalid();
		}
	}

	private void requireDigit(int character) throws InvalidRecordsException {
		if (!isDigit(character)) {
			throw invalid();
		}
	}

	private void skipDigits() {
		while (isDigit(peek())) {
			this.position++;
		}
	}

	private static boolean isDigit(int character) {
		return character >= '0' && character <= '9';
	}

	private void expectEnd() throws InvalidRecordsException {
		expect(nextToken(), END);
	}

	private void expect(int actual, int expected) throws InvalidRecordsException {
		if (actual != expected) {
			throw invalid();
		}
	}

	private void checkDepth(int depth) throws InvalidRecordsException {
		if (depth >= MAX_DEPTH) {
			throw new InvalidRecordsException("Request body is nested deeper than " + MAX_DEPTH + " levels");
		}
	}

	private int nextToken() {
		byte[] json = this.json;
		int i = this.position;
		while (i < json.length) {
			byte b = json[i++];
			if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
				this.position = i;
				return b;
			}
		}
		this.position = i;
		return END;
	}

	private int next() {
		return (this.position < this.json.length) ? this.json[this.position++] : END;
	}

	private int peek() {
		return (this.position < this.json.length) ? this.json[this.position] : END;
	}

	private InvalidRecordsException invalid() {
		return new InvalidRecordsException("Request body is not valid JSON (at byte " + this.position + ")");
	}

	/**
	 * Thrown when a body does not consist of valid records. It has no stack trace,
	 * because load tests may send many such bodies.
	 */
	static final class InvalidRecordsException extends Exception {

		private static final long serialVersionUID = 1L;

		private final String path;

		private final String reason;

		InvalidRecordsException(String reason) {
			this("records", reason);
		}

		InvalidRecordsException(String path, String reason) {
			super(path + ": " + reason, null, false, false);
			this.path = path;
			this.reason = reason;
		}

		String path() {
			return this.path;
		}

		String reason() {
			return this.reason;
		}

	}

}
