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
import java.security.MessageDigest;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A workspace API key. It is a root credential, so only {@link #reveal()} returns it:
 * {@link #toString()} and JSON show a mask. Immutable.
 *
 * @since 0.1.0
 */
public final class ApiKey {

	private static final String MASK = "******";

	private final String secret;

	private ApiKey(String secret) {
		this.secret = secret;
	}

	/**
	 * Create a key.
	 * @param secret the secret, of the form {@code bp_v1_...}; surrounding white space is
	 * removed
	 * @return the key
	 * @throws IllegalArgumentException if the secret has no text or contains anything but
	 * visible ASCII characters; the message does not contain the secret
	 */
	public static ApiKey of(String secret) {
		Assert.hasText(secret, "'apiKey' must not be blank");
		String stripped = secret.strip();
		VisibleAscii.check("apiKey", stripped);
		return new ApiKey(stripped);
	}

	/**
	 * Return the secret.
	 * @return the secret
	 */
	public String reveal() {
		return this.secret;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ApiKey that && MessageDigest.isEqual(this.secret.getBytes(StandardCharsets.US_ASCII),
				that.secret.getBytes(StandardCharsets.US_ASCII));
	}

	@Override
	public int hashCode() {
		return this.secret.hashCode();
	}

	/**
	 * Return a mask that contains no part of the secret.
	 */
	@Override
	@JsonValue
	public String toString() {
		return MASK;
	}

}
