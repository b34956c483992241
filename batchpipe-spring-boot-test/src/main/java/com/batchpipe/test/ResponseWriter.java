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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Writes responses to the connection, including those that a correct server never sends.
 * The latter bypass the HTTP codec, which would reject them.
 */
final class ResponseWriter {

	private static final int DRIBBLED_PARTS = 10;

	private ResponseWriter() {
	}

	static Mono<Void> write(ScriptedResponse response, HttpServerResponse target) {
		return switch (response.delivery()) {
			case COMPLETE -> complete(response, target);
			case DRIBBLED -> dribble(response, target);
			case TRUNCATED -> truncate(response, target);
			case CLOSE -> onChannel(target, Channel::close);
			case RESET -> onChannel(target, ResponseWriter::reset);
			case NEVER -> Mono.never();
		};
	}

	private static Mono<Void> complete(ScriptedResponse response, HttpServerResponse target) {
		start(response, target);
		byte[] body = response.body();
		if (response.status() != HttpStatus.NO_CONTENT.value()) {
			target.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
		}
		return (body.length > 0) ? target.sendObject(Unpooled.wrappedBuffer(body)).then() : target.send();
	}

	private static Mono<Void> dribble(ScriptedResponse response, HttpServerResponse target) {
		start(response, target);
		byte[] body = response.body();
		int parts = Math.min(DRIBBLED_PARTS, Math.max(1, body.length));
		Duration pause = response.duration().dividedBy(parts);
		Flux<ByteBuf> dribbled = Flux.range(0, parts).delayElements(pause).map((part) -> part(body, part, parts));
		return target.send(dribbled, (buffer) -> true).then();
	}

	private static ByteBuf part(byte[] body, int part, int parts) {
		int from = body.length * part / parts;
		int to = body.length * (part + 1) / parts;
		return Unpooled.wrappedBuffer(body, from, to - from);
	}

	private static void start(ScriptedResponse response, HttpServerResponse target) {
		target.status(response.status());
		response.headers().forEach((name, values) -> values.forEach((value) -> target.addHeader(name, value)));
	}

	private static Mono<Void> truncate(ScriptedResponse response, HttpServerResponse target) {
		byte[] body = response.body();
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(response.status()).append(" OK\r\n");
		response.headers()
			.forEach((name, values) -> head.append(name).append(": ").append(values.get(0)).append("\r\n"));
		head.append(HttpHeaders.CONTENT_LENGTH).append(": ").append(body.length).append("\r\n\r\n");
		ByteBuf bytes = Unpooled.wrappedBuffer(head.toString().getBytes(StandardCharsets.ISO_8859_1),
				Arrays.copyOf(body, body.length / 2));
		return onChannel(target, (channel) -> {
			ChannelHandlerContext codec = channel.pipeline().context(NettyPipeline.HttpCodec);
			codec.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
		});
	}

	private static void reset(Channel channel) {
		channel.config().setOption(ChannelOption.SO_LINGER, 0);
		channel.close();
	}

	/**
	 * Perform an action that ends the connection, so there is nothing else to wait for.
	 */
	private static Mono<Void> onChannel(HttpServerResponse target, Consumer<Channel> action) {
		target.withConnection(
				(connection) -> connection.channel().eventLoop().execute(() -> action.accept(connection.channel())));
		return Mono.never();
	}

}
