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
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page in a real browser.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureBatchPipeServer
@EnabledIf(value = "com.example.earthquakes.Chromium#isInstalled",
		disabledReason = "Chromium and its driver are not installed, so the page is not tested in a browser")
class PageInBrowserIntegrationTests {

	private static ChromeDriver browser;

	private static BrowserPage page;

	@Autowired
	private BatchPipeServer server;

	@LocalServerPort
	private int port;

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
		page.open(this.port);
	}

	@Test
	void showsWhatWasShipped() throws IOException {
		assertThat(page.text("accepted")).matches("1,7\\d\\d");
		assertThat(page.text("buffered")).isEqualTo("0");
		assertThat(page.text("health-text")).isEqualTo("BatchPipe is up");
		page.await(() -> page.text("timers").contains("health"), "the timer of the health check");
		assertThat(page.text("timers")).contains("create_pipe", "ingest", "list_pipes");
		assertThat(browser.findElements(By.cssSelector("#strongest button"))).hasSize(8);
		assertThat(page.isTroubled()).isFalse();
		page.showWhole(1280, 1, "light");
		page.screenshot("desktop-light");
	}

	@Test
	void isDarkWhereThatIsPreferred() throws IOException {
		String light = background();
		page.showWhole(1280, 1, "dark");
		assertThat(background()).isNotEqualTo(light);
		page.screenshot("desktop-dark");
	}

	@Test
	void fitsAPhone() throws IOException {
		for (String colorScheme : List.of("light", "dark")) {
			page.showWhole(360, 2, colorScheme);
			assertThat(page.number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
			page.screenshot("phone-" + colorScheme);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 320, 360, 768, 1280 })
	void noColumnOfTheTableIsCutOff(int width) {
		page.showWhole(width, 1, "light");
		assertThat(page.texts("thead th")).hasSize(5).last().asString().isEqualToIgnoringWhitespace("Recent max (ms)");
		assertThat(page.number("""
				document.querySelectorAll('#timers td:nth-child(n+4)').forEach((cell) => cell.textContent = '12,345');
				const {scrollWidth, clientWidth} = document.querySelector('.scroll');
				return scrollWidth - clientWidth;
				""")).isZero();
	}

	@Test
	void eventIsPostedByKeyboardAlone() throws IOException {
		long before = page.dots();
		browser.findElement(By.tagName("body")).sendKeys(Keys.TAB);
		focused().sendKeys(Keys.ENTER);
		focused().sendKeys(Keys.TAB);
		assertThat(focused().getDomAttribute("name")).isEqualTo("place");
		focused().sendKeys("4km N of the Keyboard", Keys.ENTER);
		page.await(() -> page.text("result").equals("Accepted: 4km N of the Keyboard"), "the response to the form");
		page.await(() -> page.dots() == before + 1, "the event on the map");
		page.await(() -> hasArrived("4km N of the Keyboard"), "the event to arrive");
		page.screenshot("posted");
	}

	private boolean hasArrived(String place) {
		return this.server.records(this.server.workspace().pipeIds().get(0))
			.stream()
			.anyMatch((record) -> place.equals(record.path("place").asString()));
	}

	@Test
	void strongestIsShownOnTheMap() {
		WebElement strongest = browser.findElement(By.cssSelector("#strongest button"));
		strongest.sendKeys(Keys.ENTER);
		assertThat(strongest.getDomAttribute("aria-pressed")).isEqualTo("true");
		assertThat(page.number("return Number(document.querySelector('#map .chosen').getAttribute('r'))")).isPositive();
	}

	@Test
	void whileBatchPipeIsDownItSaysSoAndThenRecoversByItself() throws IOException {
		long before = page.dots();
		this.server.pause();
		page.await(() -> "down".equals(page.healthState()), "the page to say that BatchPipe is down");
		assertThat(page.text("trouble-title")).isEqualTo("BatchPipe is down");
		assertThat(page.text("countdown")).startsWith("Checking");
		browser.findElement(By.name("place")).sendKeys("5km E of Nowhere", Keys.ENTER);
		page.await(() -> page.text("buffered").equals("1"), "the event to be buffered");
		page.screenshot("batchpipe-down");
		page.showWhole(360, 2, "dark");
		page.screenshot("batchpipe-down-phone-dark");
		this.server.resume();
		page.await(() -> "up".equals(page.healthState()), "the page to recover");
		page.await(() -> page.text("buffered").equals("0"), "the event to be delivered");
		page.await(() -> page.dots() > before, "the event on the map");
		assertThat(page.isTroubled()).isFalse();
	}

	@Test
	void whenBatchPipeRespondsWithAnErrorThenThePageTellsTheStatus() {
		this.server.on(BatchPipeOperation.HEALTH).respond(503);
		page.await(() -> page.text("trouble-reason").contains("503"), "the status");
	}

	@Test
	void fetchesNothingFromAnotherHostAndBreaksNoPolicy() {
		assertThat(browser.manage().logs().get(LogType.PERFORMANCE).getAll()).map(LogEntry::getMessage)
			.filteredOn((message) -> message.contains("\"Network.requestWillBeSent\"")
					&& message.contains("\"url\":\"http"))
			.isNotEmpty()
			.allSatisfy((message) -> assertThat(message).contains("\"url\":\"http://127.0.0.1:" + this.port + "/"));
		assertThat(page.log())
			.noneMatch((message) -> message.contains("Content Security Policy") || message.contains("Uncaught"));
	}

	private static String background() {
		return String.valueOf(browser.executeScript("return getComputedStyle(document.body).backgroundColor"));
	}

	private static WebElement focused() {
		return browser.switchTo().activeElement();
	}

}
