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

package com.batchpipe.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.batchpipe.client.ApiKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerOptions}.
 */
class ServerOptionsTests {

	@Test
	void withoutOptionsItListensOnAFixedPortOfTheLoopbackInterface() {
		ServerOptions options = ServerOptions.parse();
		assertThat(options.port()).isEqualTo(8787);
		assertThat(options.address().isLoopbackAddress()).isTrue();
		assertThat(options.apiKey()).isNull();
		assertThat(options.pipes()).isEmpty();
		assertThat(options.help()).isFalse();
	}

	@Test
	void valueFollowsAfterAnEqualsSignOrASpace() {
		ServerOptions options = ServerOptions.parse("--port=9000", "--address", "0.0.0.0", "--api-key=bp_v1_a=b",
				"--pipe", "orders", "--pipe=clicks");
		assertThat(options.port()).isEqualTo(9000);
		assertThat(options.address().isAnyLocalAddress()).isTrue();
		assertThat(options.apiKey()).isEqualTo(ApiKey.of("bp_v1_a=b"));
		assertThat(options.pipes()).containsExactly("orders", "clicks");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "--prot=1,Unknown option '--prot'", "run,Unknown option 'run'",
					"--port,The option '--port' requires a value", "--port=,The option '--port' requires a value",
					"--port=http,'--port' must be a number between 0 and 65535",
					"--port=65536,'--port' must be a number between 0 and 65535",
					"--port=-1,'--port' must be a number between 0 and 65535",
					"--address=256.256.256.256,'--address' must be an address of this machine", "--pipe=..,--pipe" })
	void whenAnOptionIsWrongThenTheMessageSaysWhich(String argument, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerOptions.parse(argument))
			.withMessageContaining(message);
	}

	@Test
	void whenTheValueBeforeTheKeyIsMissingThenTheMessageDoesNotTellTheKey() {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerOptions.parse("--port", "--api-key=5ecret"))
			.withMessage("The option '--port' requires a value");
	}

	@Test
	void whenTheKeyIsWrongThenTheMessageDoesNotTellIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerOptions.parse("--api-key=5ecret key"))
			.withMessage("'--api-key' must contain only visible ASCII characters");
	}

}
