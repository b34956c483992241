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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.FluentWait;

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

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static ChromeDriver browser;

	@Autowired
	private BatchPipeServer server;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void startBrowser(@TempDir Path profile) {
		browser = Chromium.start(profile);
	}

	@AfterAll
	static void stopBrowser() {
		browser.quit();
	}

	@BeforeEach
	void open() {
		Chromium.viewport(browser, 1280, 1000, 1, "light");
		browser.get("http://127.0.0.1:" + this.port + "/");
		await(() -> "up".equals(healthState()) && dots() >= 1700, "the page to be filled");
	}

	@Test
	void showsWhatWasShipped() throws IOException {
		assertThat(text("accepted")).matches("1,7\\d\\d");
		assertThat(text("held")).isEqualTo("0");
		assertThat(text("health-text")).isEqualTo("BatchPipe is up");
		assertThat(text("timers")).contains("create_pipe", "ingest", "list_pipes", "health");
		assertThat(browser.findElements(By.cssSelector("#strongest button"))).hasSize(8);
		assertThat(browser.findElement(By.id("trouble")).isDisplayed()).isFalse();
		screenshot("desktop-light");
	}

	@Test
	void isDarkWhereThatIsPreferred() throws IOException {
		String light = background();
		Chromium.viewport(browser, 1280, 1000, 1, "dark");
		assertThat(background()).isNotEqualTo(light);
		screenshot("desktop-dark");
	}

	@Test
	void fitsAPhone() throws IOException {
		Chromium.viewport(browser, 360, 740, 2, "light");
		assertThat(number("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
		screenshot("phone");
	}

	@Test
	void eventIsPostedByKeyboardAlone() throws IOException {
		long before = dots();
		browser.findElement(By.tagName("body")).sendKeys(Keys.TAB);
		focused().sendKeys(Keys.ENTER);
		focused().sendKeys(Keys.TAB);
		assertThat(focused().getDomAttribute("name")).isEqualTo("place");
		focused().sendKeys("4km N of the Keyboard", Keys.ENTER);
		await(() -> text("result").equals("Accepted: 4km N of the Keyboard"), "the answer to the form");
		await(() -> dots() == before + 1, "the event on the map");
		await(() -> hasArrived("4km N of the Keyboard"), "the event to arrive");
		screenshot("posted");
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
		assertThat(number("return Number(document.querySelector('#map .chosen').getAttribute('r'))")).isPositive();
	}

	@Test
	void whileBatchPipeIsDownItSaysSoAndThenRecoversByItself() throws IOException {
		this.server.pause();
		await(() -> "down".equals(healthState()), "the page to say that BatchPipe is down");
		assertThat(text("trouble-title")).isEqualTo("BatchPipe is down");
		assertThat(text("countdown")).startsWith("Checking");
		browser.findElement(By.name("place")).sendKeys("5km E of Nowhere", Keys.ENTER);
		await(() -> text("held").equals("1"), "the event to be held");
		screenshot("batchpipe-down");
		Chromium.viewport(browser, 360, 740, 2, "dark");
		screenshot("batchpipe-down-phone-dark");
		this.server.resume();
		await(() -> "up".equals(healthState()), "the page to recover");
		await(() -> text("held").equals("0"), "the event to be delivered");
		assertThat(browser.findElement(By.id("trouble")).isDisplayed()).isFalse();
	}

	@Test
	void whenBatchPipeAnswersWithAnErrorThenThePageTellsTheStatus() {
		this.server.on(BatchPipeOperation.HEALTH).respond(503);
		await(() -> text("trouble-reason").contains("503"), "the status");
	}

	@Test
	void fetchesNothingFromAnotherHostAndBreaksNoPolicy() {
		assertThat(browser.manage().logs().get(LogType.PERFORMANCE).getAll()).map(LogEntry::getMessage)
			.filteredOn((message) -> message.contains("\"Network.requestWillBeSent\"")
					&& message.contains("\"url\":\"http"))
			.isNotEmpty()
			.allSatisfy((message) -> assertThat(message).contains("\"url\":\"http://127.0.0.1:" + this.port + "/"));
		assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).map(LogEntry::getMessage)
			.noneMatch((message) -> message.contains("Content Security Policy") || message.contains("Uncaught"));
	}

	private static void await(BooleanSupplier condition, String what) {
		new FluentWait<>(browser).withTimeout(TIMEOUT)
			.pollingEvery(Duration.ofMillis(100))
			.withMessage(() -> "Waited in vain for " + what)
			.until((browser) -> condition.getAsBoolean());
	}

	private static long dots() {
		return number("return document.querySelectorAll('#map g circle').length");
	}

	private static String healthState() {
		return browser.findElement(By.id("health")).getDomAttribute("data-state");
	}

	private static String text(String id) {
		return browser.findElement(By.id(id)).getText();
	}

	private static String background() {
		return String.valueOf(browser.executeScript("return getComputedStyle(document.body).backgroundColor"));
	}

	private static WebElement focused() {
		return browser.switchTo().activeElement();
	}

	private static long number(String script) {
		return Math.round(((Number) List.of(browser.executeScript(script)).get(0)).doubleValue());
	}

	private static void screenshot(String name) throws IOException {
		Path directory = Files.createDirectories(Path.of(System.getProperty("screenshots")));
		Files.write(directory.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
	}

}
