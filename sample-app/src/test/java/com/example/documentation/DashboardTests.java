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

package com.example.documentation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.example.earthquakes.EarthquakeFeedApplication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the dashboard and the alerts against the metrics that the running sample
 * exports.
 */
@SpringBootTest(classes = EarthquakeFeedApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.autoconfigure.exclude=", "spring.datasource.url=jdbc:h2:mem:${random.uuid}",
				"batchpipe.kafka.routes.earthquakes.auto-startup=false",
				"batchpipe.kafka.routes.earthquakes.topics=earthquakes",
				"batchpipe.kafka.routes.earthquakes.pipe-id=01890a5d-ac96-774b-bcce-b302099a8057" })
@AutoConfigureBatchPipeServer
class DashboardTests {

	@Autowired
	private BatchPipeTemplate batchPipe;

	@Autowired
	private BatchPipePublisher publisher;

	@Autowired
	private BatchPipeServer server;

	@LocalServerPort
	private int port;

	private Map<String, Set<String>> metrics;

	@BeforeEach
	void scrape() {
		this.batchPipe.health();
		this.publisher.publish(this.server.workspace().pipeIds().get(0), Map.of("event_id", "my-1"));
		assertThat(this.publisher.flush(Duration.ofSeconds(30)).complete()).isTrue();
		this.metrics = PromQuery.metrics(scrapeMetrics());
	}

	String scrapeMetrics() {
		String scrape = RestTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.build()
			.get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return String.valueOf(scrape);
	}

	@Test
	void sampleExportsTheTimersOfTheClient() {
		assertThat(this.metrics.get("batchpipe_client_requests_seconds_count")).contains("operation", "status",
				"outcome", "exception");
	}

	@Test
	void sampleExportsTheMetersOfThePublisher() {
		assertThat(this.metrics.get("batchpipe_publisher_records_total")).contains("pipe", "state");
	}

	@Test
	void sampleExportsTheMetersOfTheOutbox() {
		assertThat(this.metrics.get("batchpipe_outbox_records_total")).contains("state");
	}

	@Test
	void dashboardUsesOnlyMetricsAndLabelsThatExist() {
		JsonNode dashboard = JsonMapper.shared().readTree(Documents.read("docs/grafana/batchpipe.json"));
		List<String> queries = Stream.concat(dashboard.findValuesAsString("expr").stream(), variables(dashboard))
			.toList();
		assertThat(queries).hasSizeGreaterThan(10).allSatisfy(this::hasData);
	}

	@Test
	void alertsUseOnlyMetricsAndLabelsThatExist() {
		List<String> queries = new ArrayList<>();
		collectExpressions(new Yaml().load(Documents.read("docs/grafana/batchpipe-alerts.yml")), queries);
		assertThat(queries).hasSizeGreaterThan(3).allSatisfy(this::hasData);
	}

	@Test
	void documentationNamesOnlyMetricsThatExist() {
		Matcher names = Pattern.compile("`((?:batchpipe|http)_\\w+)`").matcher(Documents.read("docs/observability.md"));
		assertThat(names.results().map((name) -> name.group(1))).isNotEmpty()
			.allSatisfy((name) -> assertThat(this.metrics).containsKey(name));
	}

	@Test
	void everyPanelHasATitleADescriptionAndAPlaceOfItsOwn() {
		JsonNode panels = JsonMapper.shared().readTree(Documents.read("docs/grafana/batchpipe.json")).get("panels");
		assertThat(panels.values()).allSatisfy((panel) -> {
			assertThat(panel.path("title").asString("")).isNotBlank();
			assertThat(panel.path("type").asString("").equals("row") || panel.has("description")).isTrue();
		});
		assertThat(panels.findValuesAsString("id")).doesNotHaveDuplicates();
		assertThat(panels.values()).extracting((panel) -> panel.get("gridPos").toString()).doesNotHaveDuplicates();
	}

	@Test
	void whenMetricOrLabelIsUnknownThenThatIsFound() {
		assertThat(PromQuery.problems("sum(rate(batchpipe_client_request_total[5m]))", this.metrics)).hasSize(1);
		assertThat(PromQuery.problems("batchpipe_client_requests_seconds_count{pipe=\"x\"}", this.metrics)).hasSize(1);
		assertThat(PromQuery.problems("sum by (pipe) (batchpipe_client_requests_seconds_count)", this.metrics))
			.hasSize(1);
		assertThat(PromQuery.problems("sume(batchpipe_client_requests_seconds_count)", this.metrics)).hasSize(1);
	}

	private void hasData(String query) {
		assertThat(PromQuery.problems(query, this.metrics)).as(query).isEmpty();
	}

	private static Stream<String> variables(JsonNode dashboard) {
		return dashboard.path("templating")
			.path("list")
			.values()
			.stream()
			.map((variable) -> variable.path("query"))
			.map((query) -> query.isObject() ? query.path("query").asString() : "")
			.filter((query) -> !query.isEmpty());
	}

	private static void collectExpressions(Object node, List<String> expressions) {
		if (node instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				if ("expr".equals(key)) {
					expressions.add(String.valueOf(value));
				}
				collectExpressions(value, expressions);
			});
		}
		else if (node instanceof List<?> list) {
			list.forEach((item) -> collectExpressions(item, expressions));
		}
	}

}
