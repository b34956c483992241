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
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.Connection;

/**
 * The HTTP codec of a connection. It tracks which bytes belong to the response to the
 * current request. It skips interim responses, and closes the connection if it reads
 * anything that does not belong to that response. Only the thread of the connection uses
 * it.
 */
final class GuardedHttpCodec extends CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {

	/**
	 * The maximum number of interim responses to one request. Servers send one or two;
	 * more than the maximum indicates an attack.
	 */
	private static final int MAX_INTERIM_RESPONSES = 20;

	/**
	 * The size of the header and the trailer of a gzip file.
	 */
	private static final int MIN_GZIP_SIZE = 18;

	private final ConnectionRest rest;

	private State state = State.IDLE;

	private boolean requestSent;

	private int interimResponses;

	private boolean gzip;

	private long sizeOnTheWire;

	GuardedHttpCodec(HttpDecoderConfig config, ConnectionRest rest) {
		this.rest = rest;
		init(new Decoder(config), new HttpRequestEncoder());
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) throws Exception {
		if (msg instanceof HttpRequest) {
			this.requestSent = false;
			this.interimResponses = 0;
			if (this.state == State.IDLE) {
				this.state = State.REQUESTED;
			}
		}
		if (msg instanceof LastHttpContent) {
			this.requestSent = true;
		}
		super.write(ctx, msg, promise);
	}

	/**
	 * Return whether a request has been written and its response is not complete.
	 */
	boolean isAwaitingResponse() {
		return this.state != State.IDLE;
	}

	/**
	 * Return whether the last request was written completely.
	 */
	boolean isRequestSent() {
		return this.requestSent;
	}

	/**
	 * Return whether the body of the last response is the beginning of a gzip file that
	 * is too short to have any content. Decompressed, it looks like an empty body.
	 */
	boolean isBodyTruncated() {
		return this.gzip && this.sizeOnTheWire > 0 && this.sizeOnTheWire < MIN_GZIP_SIZE;
	}

	/**
	 * Fail the current request, because what was read is not a valid response to it.
	 */
	private void refuse(ChannelHandlerContext ctx, String reason) {
		this.state = State.REFUSED;
		ctx.fireExceptionCaught(new IOException(reason));
		close(ctx);
	}

	private static void close(ChannelHandlerContext ctx) {
		Connection.from(ctx.channel()).markPersistent(false);
		ctx.close();
	}

	private enum State {

		/**
		 * No request is waiting for a response.
		 */
		IDLE,

		/**
		 * A request was written.
		 */
		REQUESTED,

		/**
		 * The headers of the final response have been read.
		 */
		RESPONDING,

		/**
		 * The data that was read is not a valid response to the request.
		 */
		REFUSED

	}

	private final class Decoder extends HttpResponseDecoder {

		Decoder(HttpDecoderConfig config) {
			super(config);
		}

		@Override
		protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
			if (GuardedHttpCodec.this.state == State.REFUSED) {
				buffer.skipBytes(buffer.readableBytes());
				return;
			}
			if (GuardedHttpCodec.this.state == State.IDLE && buffer.isReadable()) {
				unasked(ctx, buffer);
				return;
			}
			int decoded = out.size();
			super.decode(ctx, buffer, out);
			if (out.size() > decoded && out.get(decoded) instanceof HttpResponse response) {
				begin(ctx, response, out, decoded);
			}
			if (GuardedHttpCodec.this.gzip) {
				measure(out, decoded);
			}
			if (out.size() > decoded && out.get(out.size() - 1) instanceof LastHttpContent last) {
				if (last.decoderResult().isFailure()) {
					discard(out, decoded);
					refuse(ctx, "the body of the response is not valid HTTP");
					return;
				}
				GuardedHttpCodec.this.state = State.IDLE;
				if (buffer.isReadable()) {
					unasked(ctx, buffer);
				}
			}
		}

		private void begin(ChannelHandlerContext ctx, HttpResponse response, List<Object> out, int index) {
			HttpResponseStatus status = response.status();
			if (response.decoderResult().isFailure()) {
				discard(out, index);
				refuse(ctx, "the response is not valid HTTP");
			}
			else if (status.codeClass() == HttpStatusClass.INFORMATIONAL
					&& !HttpResponseStatus.SWITCHING_PROTOCOLS.equals(status)) {
				discard(out, index);
				if (++GuardedHttpCodec.this.interimResponses > MAX_INTERIM_RESPONSES) {
					refuse(ctx, "more than " + MAX_INTERIM_RESPONSES + " interim responses");
				}
			}
			else if (status.code() < 200 || status.code() > 599) {
				discard(out, index);
				refuse(ctx, "the response has the status " + status.codeAsText());
			}
			else {
				GuardedHttpCodec.this.state = State.RESPONDING;
				GuardedHttpCodec.this.gzip = response.headers()
					.contains(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP, true);
				GuardedHttpCodec.this.sizeOnTheWire = 0;
			}
		}

		private void measure(List<Object> out, int from) {
			for (int i = from; i < out.size(); i++) {
				if (out.get(i) instanceof HttpContent content) {
					GuardedHttpCodec.this.sizeOnTheWire += content.content().readableBytes();
				}
			}
		}

		private void discard(List<Object> out, int index) {
			for (int i = out.size() - 1; i >= index; i--) {
				ReferenceCountUtil.release(out.remove(i));
			}
		}

		/**
		 * Close the connection: the data that was read belongs to no request, so nothing
		 * after it can be trusted either.
		 */
		private void unasked(ChannelHandlerContext ctx, ByteBuf buffer) {
			buffer.skipBytes(buffer.readableBytes());
			GuardedHttpCodec.this.rest.unaskedResponse();
			close(ctx);
		}

	}

}
