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
 * Options for one {@link BatchPipeClient#ingest ingest} call. Immutable.
 *
 * @since 0.1.0
 */
public final class IngestOptions {

	private static final IngestOptions NONE = new IngestOptions(null, false, null, null);

	private final @Nullable ApiKey apiKey;

	private final boolean keyless;

	private final @Nullable String origin;

	private final @Nullable String contentEncoding;

	private IngestOptions(@Nullable ApiKey apiKey, boolean keyless, @Nullable String origin,
			@Nullable String contentEncoding) {
		this.apiKey = apiKey;
		this.keyless = keyless;
		this.origin = origin;
		this.contentEncoding = contentEncoding;
	}

	/**
	 * Return options that change no settings.
	 * @return the options
	 */
	public static IngestOptions none() {
		return NONE;
	}

	/**
	 * Return options with a key to use for this call instead of the client's. This
	 * overrides {@link #withoutApiKey()}.
	 * @param apiKey the key
	 * @return new options
	 */
	public IngestOptions withApiKey(ApiKey apiKey) {
		Assert.notNull(apiKey, "'apiKey' must not be null");
		return new IngestOptions(apiKey, false, this.origin, this.contentEncoding);
	}

	/**
	 * Return options for a call that sends no key, not even the client's, to a pipe that
	 * accepts records from allowed origins. This overrides {@link #withApiKey}.
	 * @return new options
	 * @see #withOrigin
	 */
	public IngestOptions withoutApiKey() {
		return new IngestOptions(null, true, this.origin, this.contentEncoding);
	}

	/**
	 * Return options with an {@code Origin} header, for a pipe that accepts records from
	 * allowed origins. The key is sent as well, unless the options are
	 * {@linkplain #withoutApiKey() without a key}.
	 * @param origin the origin, for example {@code https://shop.example.com}
	 * @return new options
	 * @throws IllegalArgumentException if the origin has no text or contains anything but
	 * visible ASCII characters
	 */
	public IngestOptions withOrigin(String origin) {
		Assert.hasText(origin, "'origin' must not be blank");
		VisibleAscii.check("origin", origin);
		return new IngestOptions(this.apiKey, this.keyless, origin, this.contentEncoding);
	}

	/**
	 * Return options with a {@code Content-Encoding} header, for records in
	 * {@link RawJson} that the caller has compressed. They are sent unchanged. BatchPipe
	 * does not document which encodings it accepts, if any.
	 * @param contentEncoding the encoding, for example {@code gzip}
	 * @return new options
	 * @throws IllegalArgumentException if the encoding is empty or contains anything but
	 * letters, digits and hyphens
	 */
	public IngestOptions withContentEncoding(String contentEncoding) {
		Assert.isTrue(contentEncoding.matches("[A-Za-z0-9-]+"),
				"'contentEncoding' must consist of one or more letters, digits or hyphens");
		return new IngestOptions(this.apiKey, this.keyless, this.origin, contentEncoding);
	}

	/**
	 * Return the key for this call.
	 * @return the key, or {@code null} to use the client's key or
	 * {@linkplain #isKeyless() none}
	 */
	public @Nullable ApiKey apiKey() {
		return this.apiKey;
	}

	/**
	 * Return whether this call sends no key, not even the client's.
	 * @return {@code true} if no key is sent
	 */
	public boolean isKeyless() {
		return this.keyless;
	}

	/**
	 * Return the origin for this call.
	 * @return the origin, or {@code null} to send none
	 */
	public @Nullable String origin() {
		return this.origin;
	}

	/**
	 * Return the encoding of the records of this call.
	 * @return the encoding, or {@code null} if the records are not compressed
	 */
	public @Nullable String contentEncoding() {
		return this.contentEncoding;
	}

	@Override
	public String toString() {
		return "IngestOptions[apiKey=" + (this.keyless ? "none" : this.apiKey) + ", origin=" + this.origin
				+ ", contentEncoding=" + this.contentEncoding + "]";
	}

}
