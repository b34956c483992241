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

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.Assert;
import org.springframework.web.util.UriUtils;

/**
 * The base URL of all operations. It builds the URI of each call by concatenation,
 * because expanding a URI template would cost more than all other steps that prepare a
 * request.
 */
final class BaseUrl {

	private static final Log logger = LogFactory.getLog(BatchPipeClient.class);

	private static final Pattern PATH_VARIABLE = Pattern.compile("\\{\\w+}");

	/**
	 * The characters that servers treat as the end of a path segment, or of its relevant
	 * part.
	 */
	private static final Pattern SEGMENT_END = Pattern.compile("[/\\\\;]");

	/**
	 * The hosts for which a warning has been logged. A client, a publisher and additional
	 * workspaces with the same base URL log one warning, not one each.
	 */
	private static final Set<String> unencryptedHosts = ConcurrentHashMap.newKeySet();

	private static final String[][] LITERALS = literals();

	/**
	 * The maximum number of cached URIs. The limit bounds the memory usage, regardless of
	 * how many different identifiers are used.
	 */
	private static final int MAX_INGEST_URIS = 1000;

	private final String value;

	private final String[] uriTemplates;

	private final ConcurrentHashMap<String, URI> ingestUris = new ConcurrentHashMap<>();

	private BaseUrl(String value, String path) {
		this.value = value;
		BatchPipeOperation[] operations = BatchPipeOperation.values();
		this.uriTemplates = new String[operations.length];
		for (BatchPipeOperation operation : operations) {
			this.uriTemplates[operation.ordinal()] = path + operation.pathTemplate();
		}
	}

	private static String[][] literals() {
		BatchPipeOperation[] operations = BatchPipeOperation.values();
		String[][] literals = new String[operations.length][];
		for (BatchPipeOperation operation : operations) {
			literals[operation.ordinal()] = PATH_VARIABLE.split(operation.pathTemplate(), -1);
		}
		return literals;
	}

	/**
	 * Check a URL and create the base URL. Messages do not contain the URL, because an
	 * invalid one may contain a password.
	 */
	static BaseUrl of(String baseUrl) {
		Assert.hasText(baseUrl, "'baseUrl' must not be blank");
		Assert.isTrue(baseUrl.indexOf('{') < 0 && baseUrl.indexOf('}') < 0, "'baseUrl' must not contain braces");
		URI uri = parse(baseUrl.strip());
		boolean http = "http".equalsIgnoreCase(uri.getScheme());
		Assert.isTrue(http || "https".equalsIgnoreCase(uri.getScheme()),
				"'baseUrl' must start with http:// or https://");
		Assert.isTrue(uri.getRawAuthority() == null || uri.getRawAuthority().indexOf('@') < 0,
				"'baseUrl' must not contain user info");
		Assert.isTrue(uri.getHost() != null, "'baseUrl' must have a valid host");
		Assert.isTrue(uri.getPort() <= 65535 && uri.getPort() != 0,
				"'baseUrl' must have no port, or a port from 1 to 65535");
		Assert.isTrue(uri.getRawQuery() == null, "'baseUrl' must not have a query");
		Assert.isTrue(uri.getRawFragment() == null, "'baseUrl' must not have a fragment");
		checkPath(UriUtils.decode(uri.getRawPath(), StandardCharsets.UTF_8));
		if (http && !isLoopback(uri.getHost()) && unencryptedHosts.add(uri.getHost())) {
			logger.warn("The BatchPipe base URL uses plain http, so API keys and records are sent unencrypted to "
					+ uri.getHost() + ". Use https");
		}
		String path = withoutTrailingSlashes(uri.getRawPath());
		return new BaseUrl((http ? "http" : "https") + "://" + uri.getRawAuthority() + path, path);
	}

	private static URI parse(String baseUrl) {
		try {
			return new URI(baseUrl);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(
					"'baseUrl' must be a valid URL (" + ex.getReason() + " at index " + ex.getIndex() + ")");
		}
	}

	/**
	 * Reject a path that a server or a proxy may interpret as a different path.
	 */
	private static void checkPath(String decoded) {
		Assert.isTrue(SEGMENT_END.splitAsStream(decoded).noneMatch((part) -> ".".equals(part) || "..".equals(part)),
				"'baseUrl' must not have a path segment '.' or '..'");
		Assert.isTrue(decoded.chars().noneMatch(Character::isISOControl),
				"'baseUrl' must not have control characters in its path");
	}

	private static boolean isLoopback(String host) {
		if ("localhost".equalsIgnoreCase(host)) {
			return true;
		}
		boolean literal = host.startsWith("[") || host.chars().allMatch((c) -> c == '.' || Character.isDigit(c));
		try {
			return literal && InetAddress.getByName(host).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static String withoutTrailingSlashes(String path) {
		int end = path.length();
		while (end > 0 && path.charAt(end - 1) == '/') {
			end--;
		}
		return path.substring(0, end);
	}

	/**
	 * Return the template for the {@code uri} tag of {@code http.client.requests}.
	 */
	String uriTemplate(BatchPipeOperation operation) {
		return this.uriTemplates[operation.ordinal()];
	}

	/**
	 * Return the URI for sending records to a pipe. It is cached, because applications
	 * send to the same pipes again and again.
	 */
	URI resolveIngest(String pipeId) {
		URI known = this.ingestUris.get(pipeId);
		if (known != null) {
			return known;
		}
		URI uri = resolve(BatchPipeOperation.INGEST, pipeId);
		if (this.ingestUris.mappingCount() < MAX_INGEST_URIS) {
			this.ingestUris.put(pipeId, uri);
		}
		return uri;
	}

	URI resolve(BatchPipeOperation operation, String... variables) {
		String[] literals = LITERALS[operation.ordinal()];
		StringBuilder uri = new StringBuilder(this.value.length() + 128).append(this.value).append(literals[0]);
		for (int i = 0; i < variables.length; i++) {
			uri.append(UriUtils.encode(variables[i], StandardCharsets.UTF_8)).append(literals[i + 1]);
		}
		return URI.create(uri.toString());
	}

	@Override
	public String toString() {
		return this.value;
	}

}
