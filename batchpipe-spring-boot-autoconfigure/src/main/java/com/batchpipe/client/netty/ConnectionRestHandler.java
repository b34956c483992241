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

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;

/**
 * Notifies the listener of the end of the response, and lets the connection rest before
 * it returns to its pool. For Reactor Netty, the response lasts until the rest is over;
 * for the caller, the response ends with its last byte.
 */
final class ConnectionRestHandler extends ChannelInboundHandlerAdapter {

	private static final AttributeKey<ResponseListener> LISTENER = AttributeKey
		.valueOf(ConnectionRestHandler.class.getName() + ".LISTENER");

	private final GuardedHttpCodec codec;

	private final ConnectionRest rest;

	private long received;

	private boolean keepAlive;

	private boolean resting;

	ConnectionRestHandler(GuardedHttpCodec codec, ConnectionRest rest) {
		this.codec = codec;
		this.rest = rest;
	}

	static void listen(Connection connection, ResponseListener listener) {
		connection.channel().attr(LISTENER).set(listener);
	}

	private static @Nullable ResponseListener takeListener(ChannelHandlerContext ctx) {
		return ctx.channel().attr(LISTENER).getAndSet(null);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof HttpResponse response) {
			this.received = 0;
			this.keepAlive = HttpUtil.isKeepAlive(response);
		}
		if (msg instanceof HttpContent content) {
			this.received += content.content().readableBytes();
		}
		if (msg instanceof LastHttpContent last) {
			end(ctx, last, takeListener(ctx));
		}
		else {
			ctx.fireChannelRead(msg);
		}
	}

	private void end(ChannelHandlerContext ctx, LastHttpContent last, @Nullable ResponseListener listener) {
		if (listener != null && this.codec.isBodyTruncated()) {
			listener.bodyTruncated();
		}
		boolean reusable = this.keepAlive && this.codec.isRequestSent() && ctx.channel().isActive();
		if (listener == null || !reusable || !this.rest.begin()) {
			ctx.fireChannelRead(last);
			return;
		}
		if (last.content().isReadable()) {
			ctx.fireChannelRead(new DefaultHttpContent(last.content()));
		}
		else {
			last.release();
		}
		this.resting = true;
		ctx.channel().config().setAutoRead(true);
		if (listener.responseEnded(this.received)) {
			ctx.executor().schedule(() -> endRest(ctx), this.rest.duration().toMillis(), TimeUnit.MILLISECONDS);
		}
		else {
			Connection.from(ctx.channel()).markPersistent(false);
			endRest(ctx);
		}
	}

	private void endRest(ChannelHandlerContext ctx) {
		if (this.resting) {
			this.resting = false;
			this.rest.end();
			ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		endRest(ctx);
		fail(ctx, new IOException("the server closed the connection"));
		ctx.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable ex) {
		if (!this.resting && !fail(ctx, ex) && isOfInterest(ctx)) {
			ctx.fireExceptionCaught(ex);
		}
		ctx.close();
	}

	/**
	 * Return whether a caller is waiting for events on the connection. Reactor Netty
	 * would merely log events after the response or after the cancellation of the call.
	 */
	private static boolean isOfInterest(ChannelHandlerContext ctx) {
		ChannelOperations<?, ?> operations = ChannelOperations.get(ctx.channel());
		return operations == null || !(operations.isInboundCancelled() || operations.isInboundDisposed());
	}

	/**
	 * Notify the listener directly, because Reactor Netty would log the failure as well.
	 */
	private boolean fail(ChannelHandlerContext ctx, Throwable ex) {
		ResponseListener listener = (this.codec.isAwaitingResponse()) ? takeListener(ctx) : null;
		return listener != null && listener.connectionFailed(ex);
	}

}
