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

import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.FluentWait;

/**
 * The page in a browser.
 */
final class BrowserPage {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ChromeDriver browser;

	BrowserPage(ChromeDriver browser) {
		this.browser = browser;
	}

	/**
	 * Reload the page and wait until it shows the week of earthquakes.
	 */
	void open(int port) {
		Chromium.viewport(this.browser, 1280, 1000, 1, "light");
		this.browser.get("http://127.0.0.1:" + port + "/");
		await(() -> "up".equals(healthState()) && dots() >= 1700, "the page to be filled");
	}

	void await(BooleanSupplier condition, String what) {
		new FluentWait<>(this.browser).withTimeout(TIMEOUT)
			.pollingEvery(Duration.ofMillis(100))
			.withMessage(() -> "Timed out waiting for " + what)
			.until((browser) -> condition.getAsBoolean());
	}

	long dots() {
		return number("return document.querySelectorAll('#map g circle').length");
	}

	String healthState() {
		return this.browser.findElement(By.id("health")).getDomAttribute("data-state");
	}

	String text(String id) {
		return this.browser.findElement(By.id(id)).getText();
	}

	/**
	 * Return the texts of elements at one moment: the page may replace them at any time.
	 */
	List<?> texts(String selector) {
		return (List<?>) List.of(this.browser.executeScript(
				"return [...document.querySelectorAll(arguments[0])].map((element) => element.innerText)", selector))
			.get(0);
	}

	boolean isTroubled() {
		return this.browser.findElement(By.id("trouble")).isDisplayed();
	}

	long number(String script) {
		return Math.round(((Number) List.of(this.browser.executeScript(script)).get(0)).doubleValue());
	}

	/**
	 * Return what the browser has logged since the last call.
	 */
	List<String> log() {
		return this.browser.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	/**
	 * Resize the window to the given width and the height of the entire page.
	 */
	void showWhole(int width, int scale, String colorScheme) {
		Chromium.viewport(this.browser, width, 740, scale, colorScheme);
		int height = (int) number("return document.documentElement.scrollHeight");
		Chromium.viewport(this.browser, width, height, scale, colorScheme);
	}

	void screenshot(String name) throws IOException {
		Path directory = Files.createDirectories(Path.of(System.getProperty("screenshots")));
		Files.write(directory.resolve(name + ".png"), this.browser.getScreenshotAs(OutputType.BYTES));
	}

}
