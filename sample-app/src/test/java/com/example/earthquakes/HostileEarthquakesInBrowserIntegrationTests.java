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

package com.example.earthquakes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.util.UriUtils;

import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page continues to work whatever is posted and whatever the feed
 * contains.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureBatchPipeServer
@Import(EmbeddedBatchPipeSwitch.class)
@EnabledIf(value = "com.example.earthquakes.Chromium#isInstalled",
		disabledReason = "Chromium and its driver are not installed, so the page is not tested in a browser")
class HostileEarthquakesInBrowserIntegrationTests {

	private static final long SEED = 14;

	private static ChromeDriver browser;

	private static BrowserPage page;

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@BeforeAll
	static void startBrowser() throws IOException {
		browser = Chromium.start();
		page = new BrowserPage(browser);
	}

	@AfterAll
	static void stopBrowser() {
		browser.quit();
	}

	@BeforeEach
	void open() {
		this.client = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
		page.open(this.port);
		page.log();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"longitude\":1e999,\"latitude\":1,\"magnitude\":1e999}",
			"{\"longitude\":1,\"latitude\":1,\"magnitude\":9.5,\"time\":9000000000000000000}" })
	void pageGoesOnAfterAnEarthquakeThatMakesNoSense(String earthquake) {
		post(earthquake);
		expectPageToShowTheNext();
	}

	@Test
	void pageGoesOnAfterAThousandRandomPosts() {
		for (String body : new HostileEarthquakes(SEED).bodies(1000)) {
			assertThat(post(body)).as(body).isIn(HttpStatus.ACCEPTED, HttpStatus.BAD_REQUEST);
		}
		expectPageToShowTheNext();
		page.open(this.port);
		expectPageToShowTheNext();
	}

	@Test
	void pageGoesOnAfterAThousandRandomEarthquakesOfAnotherFeed() {
		String next = "{\"sequence\":20000,\"longitude\":1,\"latitude\":1,\"magnitude\":10,\"place\":\"Behind them\"}";
		feedPage(20_000, new HostileEarthquakes(SEED).feed(10_000, 1000) + "," + next);
		page.await(() -> page.texts("#strongest .place").contains("Behind them"),
				"the earthquake after the hostile ones");
		expectPageToBeWell();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"sequence\":19999,\"longitude\":1e999,\"latitude\":1,\"magnitude\":1e999}",
			"{\"sequence\":19999,\"longitude\":\"Infinity\",\"latitude\":1,\"magnitude\":\"Infinity\"}",
			"{\"sequence\":19999,\"longitude\":1,\"latitude\":1,\"magnitude\":\"Infinity\"}",
			"{\"sequence\":19999,\"longitude\":1,\"latitude\":1,\"magnitude\":9.9,\"time\":9000000000000000000}",
			"{\"sequence\":9007199254740991,\"longitude\":1,\"latitude\":1}", "null", "[]", "\"text\"" })
	void pageGoesOnAfterAnEarthquakeOfAnotherFeedThatMakesNoSense(String earthquake) {
		String next = "{\"sequence\":20000,\"longitude\":1,\"latitude\":1,\"magnitude\":10,\"place\":\"Behind it\"}";
		feedPage(20_000, earthquake + "," + next);
		page.await(() -> page.texts("#strongest .place").contains("Behind it"), "the earthquake after the hostile one");
		expectPageToBeWell();
	}

	@Test
	void mapKeepsTheLatestFiveThousand() {
		StringBuilder earthquakes = new StringBuilder();
		for (int i = 10_000; i <= 16_000; i++) {
			earthquakes.append((i > 10_000) ? "," : "")
				.append("{\"sequence\":%d,\"longitude\":1,\"latitude\":1}".formatted(i));
		}
		feedPage(16_000, earthquakes.toString());
		page.await(() -> page.dots() == 5000, "the latest to be on the map");
		assertThat(page.text("map-caption")).startsWith("5,000 events on the map");
	}

	@Test
	void formOfAnotherSiteDoesNotStopBatchPipe() {
		String form = "<form method='post' enctype='text/plain' action='http://127.0.0.1:%d/batchpipe/stop'><button>"
			.formatted(this.port);
		browser.get("data:text/html," + UriUtils.encode(form, StandardCharsets.UTF_8));
		browser.findElement(By.tagName("button")).click();
		page.await(() -> page.texts("body").contains("Invalid CORS request"), "the request to be refused");
		page.open(this.port);
		expectPageToShowTheNext();
	}

	private void expectPageToShowTheNext() {
		long before = page.dots();
		assertThat(post("{\"longitude\":12.5,\"latitude\":41.9,\"magnitude\":10,\"place\":\"The next\"}"))
			.isEqualTo(HttpStatus.ACCEPTED);
		page.await(() -> page.dots() > before && page.texts("#strongest .place").contains("The next"),
				"the next earthquake to be shown");
		expectPageToBeWell();
	}

	private void expectPageToBeWell() {
		assertThat(page.healthState()).isEqualTo("up");
		assertThat(page.isTroubled()).isFalse();
		assertThat(page.number("return document.querySelectorAll('#map circle[cx*=N], #map circle[cx*=n]').length"))
			.isZero();
		assertThat(page.number("return window.hacked ? 1 : 0")).isZero();
		assertThat(page.number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(1280);
		assertThat(page.log()).noneMatch((message) -> message.contains("Uncaught") || message.contains("Error:")
				|| message.contains("Content Security Policy"));
	}

	private HttpStatusCode post(String body) {
		return this.client.post()
			.uri("/earthquakes")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange()
			.returnResult(String.class)
			.getStatus();
	}

	/**
	 * Provide the page with a feed that does not come from the application.
	 */
	private void feedPage(long sequence, String earthquakes) {
		String feed = """
				{"counts":{"accepted":1,"delivered":1,"buffered":0,"failed":0},"timers":[],"sequence":%d,
				"earthquakes":[%s]}""".formatted(sequence, earthquakes);
		browser.executeScript("""
				const [feed] = arguments;
				const original = window.fetch;
				window.fetch = async (url, options) => url.startsWith('/feed') ? new Response(feed)
						: original(url, options);
				""", feed);
	}

}
