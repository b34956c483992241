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

package com.batchpipe.client.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpResponseDecoderSpec;

import org.springframework.util.Assert;

/**
 * Protects calls from responses that do not belong to their request, if a server or a
 * proxy breaks the rules of HTTP on a Reactor Netty connection:
 * <ul>
 * <li>an interim response, with a status below 200, is never used as the response;</li>
 * <li>a connection is closed and never reused if anything was read from it that belongs
 * to no request;</li>
 * <li>a connection rests for 100 milliseconds after a response before it is reused, so
 * that a second response to the same request is detected. While 128 connections of a pool
 * are resting, others are reused immediately. After the first unsolicited response on a
 * connection of the pool, all of its connections rest. A second response that arrives
 * after the rest, while the next request is waiting for its response, cannot be
 * detected.</li>
 * </ul>
 * Only HTTP/1.1 is used. The clients that
 * {@link com.batchpipe.client.BatchPipeClient#builder() BatchPipeClient.builder()} and
 * the auto-configuration create are already guarded; if you pass
 * {@link com.batchpipe.client.BatchPipeClient.Builder#clientConnector the builder} a
 * connector that uses an {@link HttpClient} of your own, apply this class to that client.
 *
 * @since 0.1.0
 */
public final class ResponseGuard {

	private static final String REST_HANDLER = "batchpipe.connectionRest";

	private ResponseGuard() {
	}

	/**
	 * Guard an HTTP client.
	 * @param httpClient the client
	 * @return a guarded client with the same configuration, except that it uses only
	 * HTTP/1.1
	 */
	public static HttpClient apply(HttpClient httpClient) {
		Assert.notNull(httpClient, "'httpClient' must not be null");
		ConnectionRest rest = new ConnectionRest();
		HttpResponseDecoderSpec decoder = httpClient.configuration().decoder();
		return overHttp11(httpClient).doOnChannelInit((observer, channel, address) -> guard(channel, decoder, rest));
	}

	/**
	 * Restrict the client to HTTP/1.1, unless it is already restricted. Setting the
	 * protocol creates the default SSL contexts, which takes longer than everything else
	 * that the client does at startup.
	 */
	private static HttpClient overHttp11(HttpClient httpClient) {
		HttpProtocol[] protocols = httpClient.configuration().protocols();
		boolean already = protocols.length == 1 && protocols[0] == HttpProtocol.HTTP11;
		return (already) ? httpClient : httpClient.protocol(HttpProtocol.HTTP11);
	}

	/**
	 * Set the listener for the response to the next request on a connection. Without a
	 * listener, a guarded connection does not rest after the response. On a connection
	 * that is not guarded, the listener is never called.
	 * @param connection the connection, before the request is written
	 * @param listener the listener
	 */
	public static void listen(Connection connection, ResponseListener listener) {
		ConnectionRestHandler.listen(connection, listener);
	}

	private static void guard(Channel channel, HttpResponseDecoderSpec decoder, ConnectionRest rest) {
		ChannelPipeline pipeline = channel.pipeline();
		GuardedHttpCodec codec = new GuardedHttpCodec(decoder(decoder), rest);
		pipeline.replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, codec);
		pipeline.addBefore(NettyPipeline.ReactiveBridge, REST_HANDLER, new ConnectionRestHandler(codec, rest));
	}

	private static HttpDecoderConfig decoder(HttpResponseDecoderSpec spec) {
		return new HttpDecoderConfig().setMaxInitialLineLength(spec.maxInitialLineLength())
			.setMaxHeaderSize(spec.maxHeaderSize())
			.setValidateHeaders(spec.validateHeaders())
			.setInitialBufferSize(spec.initialBufferSize())
			.setAllowDuplicateContentLengths(spec.allowDuplicateContentLengths())
			.setAllowPartialChunks(spec.allowPartialChunks());
	}

}
