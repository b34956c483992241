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

import java.util.ArrayList;
import java.util.function.UnaryOperator;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;
import com.batchpipe.client.netty.ResponseGuard;

/**
 * Sends requests and reads their responses. Bodies are transferred as bytes, so that no
 * codec of the application is involved.
 */
final class CallExchange {

	/**
	 * The attribute in which {@link WebClient} expects the template of an expanded URI.
	 * It becomes the {@code uri} tag of {@code http.client.requests}.
	 */
	private static final String URI_TEMPLATE_ATTRIBUTE = WebClient.class.getName() + ".uriTemplate";

	private static final boolean reactorNettyPresent = ClassUtils.isPresent("reactor.netty.Connection",
			CallExchange.class.getClassLoader());

	/**
	 * The beginning of the default {@code User-Agent} of Reactor Netty.
	 */
	private static final String DEFAULT_USER_AGENT = "ReactorNetty/";

	private static final String USER_AGENT = userAgent();

	/**
	 * The size of the header and the trailer of a gzip file.
	 */
	private static final int MIN_GZIP_SIZE = 18;

	private final WebClient.Builder webClientBuilder;

	private final int maxResponseSize;

	private volatile @Nullable WebClient webClient;

	/**
	 * Create an exchange.
	 * @param webClientBuilder the builder of the {@link WebClient}, which no other code
	 * changes; it is not used before the first request, because creating the codecs would
	 * delay the application's startup
	 * @param maxResponseSize the maximum size of a response in bytes
	 */
	CallExchange(WebClient.Builder webClientBuilder, int maxResponseSize) {
		this.webClientBuilder = webClientBuilder;
		this.maxResponseSize = maxResponseSize;
	}

	/**
	 * Return the {@link WebClient}. Threads that make the first requests concurrently may
	 * each build one; all are equivalent, and no thread waits for another.
	 */
	private WebClient webClient() {
		WebClient webClient = this.webClient;
		if (webClient == null) {
			webClient = this.webClientBuilder.build();
			this.webClient = webClient;
		}
		return webClient;
	}

	private static String userAgent() {
		String version = BatchPipeClient.class.getPackage().getImplementationVersion();
		return "batchpipe-spring-boot" + ((version != null) ? "/" + version : "");
	}

	Mono<BatchPipeResponse> send(CallRequest request, @Nullable ApiKey apiKey, CallAttempt attempt) {
		WebClient.RequestBodySpec spec = webClient().method(request.operation().method())
			.uri(request.uri())
			.attribute(URI_TEMPLATE_ATTRIBUTE, request.uriTemplate())
			.header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
			.httpRequest((httpRequest) -> prepare(httpRequest, apiKey, attempt));
		if (request.origin() != null) {
			spec.header(HttpHeaders.ORIGIN, request.origin());
		}
		if (request.contentEncoding() != null) {
			spec.header(HttpHeaders.CONTENT_ENCODING, request.contentEncoding());
		}
		RawJson body = request.body();
		if (body != null) {
			spec.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
				.contentLength(body.length())
				.body((message, context) -> write(message, body));
		}
		return attempt.start(spec.exchangeToMono((response) -> read(response, apiKey, attempt))
			.onErrorResume((ex) -> failure(ex, attempt))
			.cancelOn(Schedulers.fromExecutor(attempt::cancel)));
	}

	/**
	 * Translate a failure, or suppress it if the attempt was canceled or has ended,
	 * because Reactor would otherwise log it as an error of the application.
	 */
	private static Mono<BatchPipeResponse> failure(Throwable ex, CallAttempt attempt) {
		if (attempt.isCancelled() || attempt.isEnded()) {
			return Mono.empty();
		}
		return Mono.error((ex instanceof WebClientRequestException) ? TransportFailures.translate(ex, attempt) : ex);
	}

	/**
	 * Prepare the request of the HTTP library, where setting headers costs less than on
	 * the {@link WebClient} request.
	 */
	private static void prepare(ClientHttpRequest request, @Nullable ApiKey apiKey, CallAttempt attempt) {
		attempt.authenticatedBy(apiKey);
		authorize(request, apiKey);
		String userAgent = request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
		if (userAgent == null || userAgent.startsWith(DEFAULT_USER_AGENT)) {
			request.getHeaders().set(HttpHeaders.USER_AGENT, USER_AGENT);
		}
		if (reactorNettyPresent) {
			ReactorNetty.connect(request, attempt);
		}
	}

	/**
	 * Set the key on the request of the HTTP library, so that neither the application's
	 * filters nor the exceptions of {@link WebClient} see it. An {@code Authorization}
	 * header set by the application's filters is replaced, or removed if there is no key.
	 */
	private static void authorize(ClientHttpRequest request, @Nullable ApiKey apiKey) {
		if (apiKey != null) {
			request.getHeaders().setBearerAuth(apiKey.reveal());
		}
		else {
			request.getHeaders().remove(HttpHeaders.AUTHORIZATION);
		}
	}

	private static Mono<Void> write(ReactiveHttpOutputMessage message, RawJson body) {
		return message.writeWith(Mono.fromSupplier(() -> body.toBuffer(message.bufferFactory()))
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release));
	}

	private Mono<BatchPipeResponse> read(ClientResponse response, @Nullable ApiKey apiKey, CallAttempt attempt) {
		int status = response.statusCode().value();
		HttpHeaders headers = response.headers().asHttpHeaders();
		if (status < 200 || status > 599) {
			return refuse(response, status, attempt);
		}
		if (status < 300) {
			return collect(response, attempt, new ResponseReader(this.maxResponseSize,
					(body) -> new BatchPipeResponse(attempt.operation(), status, headers,
							ResponseBody.ofSuccess(decode(body, status, headers, attempt), apiKey), attempt.number()),
					(ex) -> unreadable(ex, status, attempt)));
		}
		HttpHeaders copy = copy(headers);
		BatchPipeResponse withoutBody = attempt.errorStatusReceived(status, copy);
		return collect(response, attempt,
				new ResponseReader(this.maxResponseSize,
						(body) -> new BatchPipeResponse(attempt.operation(), status, copy,
								ResponseBody.ofError(body, apiKey), attempt.number()),
						UnaryOperator.identity()))
			.onErrorReturn(withoutBody);
	}

	/**
	 * Fail the attempt, because the status is not that of a final response, and close the
	 * connection by canceling the body.
	 */
	private static Mono<BatchPipeResponse> refuse(ClientResponse response, int status, CallAttempt attempt) {
		return response
			.body((message, context) -> message.getBody().doOnNext(DataBufferUtils::release).take(0, false).then())
			.onErrorComplete()
			.then(Mono.error(() -> attempt.transportException("the response has the status " + status,
					RequestSent.UNKNOWN, null)));
	}

	private static Mono<BatchPipeResponse> collect(ClientResponse response, CallAttempt attempt,
			ResponseReader reader) {
		attempt.readBy(reader);
		return response
			.body((message,
					context) -> message.getBody().onErrorComplete((ex) -> reader.isTooLarge()).all(reader::append))
			.then(Mono.fromSupplier(() -> (attempt.isEnded()) ? null : reader.response()))
			.onErrorMap(reader::failure);
	}

	/**
	 * Copy the headers: an exception may keep them, and the original headers of an HTTP
	 * library may refer to the request and thereby to the key.
	 */
	private static HttpHeaders copy(HttpHeaders headers) {
		HttpHeaders copy = new HttpHeaders();
		headers.forEach((name, values) -> copy.put(name, new ArrayList<>(values)));
		return HttpHeaders.readOnlyHttpHeaders(copy);
	}

	private Throwable unreadable(Throwable ex, int status, CallAttempt attempt) {
		if (ex instanceof DataBufferLimitException) {
			return attempt.decodingException(status, "the response is larger than " + this.maxResponseSize
					+ " bytes, which is the maximum response size", null);
		}
		if (TransportFailures.isBrokenConnection(ex)) {
			return TransportFailures.translate(ex, attempt);
		}
		return attempt.decodingException(status, "the response cannot be read",
				CopiedException.withoutSecrets(ex, attempt.apiKey()));
	}

	private static @Nullable JsonNode decode(byte[] body, int status, HttpHeaders headers, CallAttempt attempt) {
		if (body.length == 0 && (attempt.isBodyTruncated() || isTruncated(headers))) {
			throw attempt.decodingException(status, "the compressed response is truncated", null);
		}
		try {
			return JsonBodies.decode(body);
		}
		catch (JacksonException ex) {
			throw attempt.decodingException(status, "the response is not JSON: " + JsonProblem.describe(ex), null);
		}
	}

	/**
	 * Return whether these headers belong to a gzip file that is too short to have any
	 * content. Not every HTTP library exposes the headers as the server sent them.
	 */
	private static boolean isTruncated(HttpHeaders headers) {
		long length = headers.getContentLength();
		return length > 0 && length < MIN_GZIP_SIZE
				&& "gzip".equalsIgnoreCase(headers.getFirst(HttpHeaders.CONTENT_ENCODING));
	}

	/**
	 * Isolates the outer class from Reactor Netty, which not every application has on its
	 * classpath.
	 */
	private static final class ReactorNetty {

		static void connect(ClientHttpRequest request, CallAttempt attempt) {
			Object nativeRequest = request.getNativeRequest();
			if (nativeRequest instanceof Connection connection) {
				EventLoop eventLoop = connection.channel().eventLoop();
				attempt.readBy((task) -> {
					if (eventLoop.inEventLoop()) {
						task.run();
					}
					else {
						eventLoop.execute(task);
					}
				});
				ResponseGuard.listen(connection, attempt);
			}
		}

	}

}
