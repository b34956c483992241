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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses PromQL as far as necessary to find metrics and labels that do not exist.
 */
final class PromQuery {

	private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "by", "without", "on", "ignoring",
			"group_left", "group_right", "bool", "offset", "inf", "nan");

	private static final Set<String> FUNCTIONS = Set.of("sum", "max", "min", "avg", "count", "topk", "rate", "increase",
			"delta", "histogram_quantile", "clamp_min", "clamp_max", "absent", "vector", "label_values",
			"max_over_time", "changes");

	/**
	 * The labels that Prometheus itself adds.
	 */
	private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

	private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");

	private static final Pattern LABEL_VALUES = Pattern.compile("^label_values\\((.*),\\s*(\\w+)\\)$");

	private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*}|\\(|)");

	private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");

	private PromQuery() {
	}

	/**
	 * Return the problems of a query.
	 * @param query the query
	 * @param metrics the labels of each metric
	 * @return the problems as sentences, or an empty list if there are none
	 */
	static List<String> problems(String query, Map<String, Set<String>> metrics) {
		List<String> problems = new ArrayList<>();
		Set<String> grouping = new HashSet<>();
		Set<String> labels = new HashSet<>(TARGET_LABELS);
		String rest = query.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("\\[[^]]*]", "");
		Matcher labelValues = LABEL_VALUES.matcher(rest);
		if (labelValues.matches()) {
			grouping.add(labelValues.group(2));
			rest = labelValues.group(1);
		}
		Matcher groupings = GROUPING.matcher(rest);
		while (groupings.find()) {
			Arrays.stream(groupings.group(1).split(",")).map(String::strip).forEach(grouping::add);
		}
		Matcher selectors = SELECTOR.matcher(groupings.replaceAll(" "));
		while (selectors.find()) {
			String name = selectors.group(1);
			boolean function = selectors.group(2).equals("(");
			if (function ? FUNCTIONS.contains(name) : KEYWORDS.contains(name)) {
				continue;
			}
			Set<String> known = metrics.get(name);
			if (known == null) {
				problems.add((function ? "unknown function " : "unknown metric ") + name);
				continue;
			}
			labels.addAll(known);
			labels(selectors.group(2)).stream()
				.filter((label) -> !known.contains(label) && !TARGET_LABELS.contains(label))
				.forEach((label) -> problems.add("unknown label " + label + " of " + name));
		}
		grouping.stream()
			.filter((label) -> !label.isEmpty() && !labels.contains(label))
			.forEach((label) -> problems.add("unknown label " + label));
		return problems;
	}

	private static List<String> labels(String matchers) {
		return MATCHER.matcher(matchers).results().map((result) -> result.group(1)).toList();
	}

	/**
	 * Read the metrics of a scrape.
	 * @param scrape the text format of Prometheus
	 * @return the labels of each metric
	 */
	static Map<String, Set<String>> metrics(String scrape) {
		return scrape.lines()
			.filter((line) -> !line.startsWith("#") && !line.isBlank())
			.map(SELECTOR::matcher)
			.filter(Matcher::lookingAt)
			.collect(Collectors.toMap((sample) -> sample.group(1), (sample) -> Set.copyOf(labels(sample.group(2))),
					PromQuery::union));
	}

	private static Set<String> union(Collection<String> one, Collection<String> other) {
		Set<String> union = new HashSet<>(one);
		union.addAll(other);
		return union;
	}

}
