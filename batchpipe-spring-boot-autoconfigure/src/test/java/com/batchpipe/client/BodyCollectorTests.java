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

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BodyCollector}.
 */
class BodyCollectorTests {

	private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

	@Test
	void whenNothingArrivesThenItIsEmpty() {
		assertThat(new BodyCollector(10).takeBytes()).isEmpty();
	}

	@Test
	void whenItArrivesInPiecesThenTheyAreJoinedAndReleased() {
		BodyCollector body = new BodyCollector(100);
		for (String piece : new String[] { "", "{\"accepted\"", ":", "1", "", ",\"queued\":true}" }) {
			assertThat(append(body, piece).refCnt()).isZero();
		}
		assertThat(body.takeBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{\"accepted\":1,\"queued\":true}");
	}

	@Test
	void whenItIsAsLargeAsAllowedThenItIsTaken() {
		BodyCollector body = new BodyCollector(4);
		append(body, "ab");
		append(body, "cd");
		assertThat(body.takeBytes()).asString(StandardCharsets.UTF_8).isEqualTo("abcd");
	}

	@Test
	void whenItIsLargerThanAllowedThenItIsRefusedAndReleased() {
		BodyCollector body = new BodyCollector(4);
		append(body, "abcd");
		ByteBuf content = content("e");
		assertThatExceptionOfType(DataBufferLimitException.class)
			.isThrownBy(() -> body.append(this.buffers.wrap(content)))
			.withMessage("The body is larger than 4 bytes");
		assertThat(content.refCnt()).isZero();
	}

	private ByteBuf append(BodyCollector body, String text) {
		ByteBuf content = content(text);
		body.append(this.buffers.wrap(content));
		return content;
	}

	private static ByteBuf content(String text) {
		return UnpooledByteBufAllocator.DEFAULT.buffer().writeBytes(text.getBytes(StandardCharsets.UTF_8));
	}

}
