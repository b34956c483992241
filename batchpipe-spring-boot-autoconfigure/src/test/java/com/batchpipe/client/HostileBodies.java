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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Creates bodies that a server may send to cause harm. The same seed always creates the
 * same body.
 */
final class HostileBodies {

	private static final int MAX_SIZE = 64 * 1024;

	private static final String[] NAMES = { "error", "message", "errors", "errors", "errors", "", "a", "columns", "0",
			"a.b", "x y", "\\u0000", "\\u202e", "\\ud800", "\u0085", "\u2028" };

	private static final String[] NUMBERS = { "0", "-0", "1e5", "1E+400", "1e-999999999", "1e999999999",
			"-1e2147483647", "1e2147483648", "1e99999999999", "0.1", "123456789012345678901234567890", "01", "1.", "-",
			"NaN", "1e" };

	private static final String[] TEXTS = { "", " ", "is bad", "\\r\\nWARN forged", "\\u001b[31m", "\\u0085\\u009b",
			"\\u202egnp.exe", "\\u2028\\u2029", "\\ud83d", "\\ude80\\ud83d", "\ud83d\ude80", "\\x", "\u0001", "\t",
			"bp_v1_" };

	private final Random random;

	private final String key;

	private final StringBuilder json = new StringBuilder();

	private HostileBodies(long seed, String key) {
		this.random = new Random(seed);
		this.key = key;
	}

	/**
	 * Create a body of any shape.
	 * @param seed the seed of the body
	 * @param key the key that the server echoes
	 */
	static byte[] random(long seed, String key) {
		return new HostileBodies(seed, key).body();
	}

	/**
	 * Return the worst known bodies, each of nearly the given size.
	 */
	static Map<String, Supplier<byte[]>> worst(int size) {
		Map<String, Supplier<String>> bodies = new LinkedHashMap<>();
		String longName = "n".repeat(49_000);
		String path = ("{\"" + longName + "\":").repeat(60);
		bodies.put("leaves under a long path", () -> "{\"errors\":" + path + "[1" + fill(size - path.length(), ",1"));
		bodies.put("leaves under a long path, complete",
				() -> "{\"errors\":" + path + "[1" + fill(size - path.length() - 200, ",1") + "]" + "}".repeat(61));
		bodies.put("long names that are cut alike",
				() -> "{\"errors\":{" + join(size, 2000, (i) -> '"' + "n".repeat(1990) + i + "\":1") + "}}");
		bodies.put("short names", () -> "{\"errors\":{" + join(size, 10, (i) -> "\"" + i + "\":1") + "}}");
		bodies.put("short names that nobody asks for",
				() -> "{\"x\":{" + join(size, 10, (i) -> "\"" + i + "\":1") + "}}");
		bodies.put("names with the same hash",
				() -> "{\"errors\":{" + join(size, 42, HostileBodies::nameOfOneHash) + "}}");
		bodies
			.put("errors again and again",
					() -> "{"
							+ join(size, 3000,
									(i) -> "\"errors\":{\"" + "n".repeat(1000) + "\":[" + fill(1980, "1,") + "1]}")
							+ "}");
		bodies.put("arrays in arrays", () -> "{\"errors\":" + fill(size, "["));
		bodies.put("objects in objects", () -> "{\"errors\":" + fill(size, "{\"a\":"));
		bodies.put("as deep as Jackson reads, many times", () -> "{\"errors\":["
				+ join(size, 1980, (i) -> "[".repeat(490) + "]".repeat(490) + fill(1000, " ")) + "]}");
		bodies.put("empty arrays", () -> "{\"errors\":[[]" + fill(size, ",[]") + "]}");
		bodies.put("empty objects", () -> "{\"x\":[{}" + fill(size, ",{}") + "]}");
		bodies.put("a long message", () -> "{\"message\":\"" + fill(size, "m") + "\"}");
		bodies.put("a message of control characters", () -> "{\"message\":\"" + fill(size, "\\n") + "\"}");
		bodies.put("a message of blanks", () -> "{\"message\":\"" + fill(size, " ") + "\"}");
		bodies.put("a message of prefixes", () -> "{\"message\":\"" + fill(size, "bp_v1_") + "\"}");
		bodies.put("a message of prefixes in quotes", () -> "{\"message\":\"" + fill(size, "'bp_v1_!'") + "\"}");
		bodies.put("long field errors",
				() -> "{\"errors\":[" + join(size, 100_000, (i) -> '"' + fill(99_900, "bp_v1_!! ") + '"') + "]}");
		bodies.put("a long number", () -> "{\"errors\":[" + fill(size, "9") + "]}");
		bodies.put("a long fraction", () -> "{\"errors\":[0." + fill(size, "9") + "]}");
		bodies.put("a long exponent", () -> "{\"errors\":[1e" + fill(size, "9") + "]}");
		bodies.put("huge exponents", () -> "{\"errors\":[1e999999999" + fill(size, ",1e999999999") + "]}");
		bodies.put("numbers as long as allowed",
				() -> "{\"errors\":[1" + join(size, 1000, (i) -> ',' + "7".repeat(999)) + "]}");
		bodies.put("escapes", () -> "{\"error\":\"" + fill(size, "\\u202e") + "\"}");
		bodies.put("blanks", () -> fill(size, " ") + "{");
		bodies.put("many values", () -> fill(size, "{}"));
		Map<String, Supplier<byte[]>> encoded = new LinkedHashMap<>();
		bodies.forEach((name, body) -> encoded.put(name, () -> body.get().getBytes(StandardCharsets.UTF_8)));
		encoded.put("zeros", () -> new byte[size]);
		encoded.put("UTF-16", () -> fill(size / 2, "{\"error\":\"x\"}").getBytes(StandardCharsets.UTF_16BE));
		return encoded;
	}

	private static String fill(int size, String part) {
		return part.repeat(Math.max(0, size / part.length()));
	}

	private static String join(int size, int partSize, IntFunction<String> part) {
		StringBuilder joined = new StringBuilder(size + partSize);
		for (int i = 0; joined.length() < size - partSize; i++) {
			joined.append((i > 0) ? "," : "").append(part.apply(i));
		}
		return joined.toString();
	}

	/**
	 * Create a name of 32 characters from pairs with the same {@link String#hashCode()}.
	 */
	private static String nameOfOneHash(int number) {
		StringBuilder name = new StringBuilder("\"");
		for (int bit = 0; bit < 16; bit++) {
			name.append((((number >> bit) & 1) != 0) ? "BB" : "Aa");
		}
		return name.append(number >> 16).append("\":1").toString();
	}

	private byte[] body() {
		value(0, true);
		byte[] bytes = this.json.toString().getBytes(StandardCharsets.UTF_8);
		return switch (this.random.nextInt(12)) {
			case 0 -> this.json.toString().getBytes(charset());
			case 1 -> concat(new byte[] { (byte) 0xef, (byte) 0xbb, (byte) 0xbf }, bytes);
			case 2 -> concat(new byte[1 + this.random.nextInt(3)], bytes);
			case 3 -> ByteBuffer.wrap(bytes, 0, this.random.nextInt(bytes.length + 1)).slice().compact().array();
			case 4, 5 -> broken(bytes);
			case 6 -> concat(bytes, bytes);
			default -> bytes;
		};
	}

	private Charset charset() {
		Charset[] charsets = { StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE,
				StandardCharsets.ISO_8859_1, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE") };
		return charsets[this.random.nextInt(charsets.length)];
	}

	private static byte[] concat(byte[] first, byte[] second) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(first);
		bytes.writeBytes(second);
		return bytes.toByteArray();
	}

	private byte[] broken(byte[] bytes) {
		for (int i = this.random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
			bytes[this.random.nextInt(bytes.length)] = (byte) this.random.nextInt();
		}
		return bytes;
	}

	private void value(int depth, boolean object) {
		int kind = object ? 0 : this.random.nextInt((depth < 8) ? 7 : 5) + ((depth < 8) ? 0 : 2);
		switch (kind) {
			case 0 -> object(depth);
			case 1 -> array(depth);
			case 2 -> nested();
			case 3 -> this.json.append(number());
			case 4 -> this.json.append((new String[] { "null", "true", "false", "nul", "" })[this.random.nextInt(5)]);
			default -> this.json.append('"').append(text()).append('"');
		}
	}

	private void object(int depth) {
		this.json.append('{');
		for (int i = size(); i > 0 && this.json.length() < MAX_SIZE; i--) {
			this.json.append('"').append(name()).append("\":");
			value(depth + 1, false);
			this.json.append((i > 1) ? "," : "");
		}
		this.json.append('}');
	}

	private void array(int depth) {
		this.json.append('[');
		for (int i = size(); i > 0 && this.json.length() < MAX_SIZE; i--) {
			value(depth + 1, false);
			this.json.append((i > 1) ? "," : "");
		}
		this.json.append(']');
	}

	private void nested() {
		int depth = this.random.nextInt(600);
		boolean arrays = this.random.nextBoolean();
		this.json.append((arrays ? "[" : "{\"a\":").repeat(depth)).append(1).append((arrays ? "]" : "}").repeat(depth));
	}

	private int size() {
		return (this.random.nextInt(20) == 0) ? this.random.nextInt(3000) : this.random.nextInt(6);
	}

	private String name() {
		return switch (this.random.nextInt(8)) {
			case 0 -> "n".repeat(this.random.nextInt(60_000));
			case 1 -> escaped(this.key);
			case 2 -> "f" + this.random.nextInt(5000);
			default -> NAMES[this.random.nextInt(NAMES.length)];
		};
	}

	private String number() {
		return (this.random.nextInt(6) == 0) ? "8".repeat(this.random.nextInt(3000))
				: NUMBERS[this.random.nextInt(NUMBERS.length)];
	}

	private String text() {
		return switch (this.random.nextInt(6)) {
			case 0 -> "t".repeat(this.random.nextInt(20_000));
			case 1 -> "a".repeat(this.random.nextInt(1100)) + escaped(this.key);
			case 2 -> "key " + escaped(this.key) + " is unknown";
			default -> TEXTS[this.random.nextInt(TEXTS.length)] + TEXTS[this.random.nextInt(TEXTS.length)];
		};
	}

	private static String escaped(String text) {
		return text.replace("\\", "\\\\").replace("\"", "\\\"");
	}

}
