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

package com.batchpipe.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/**
 * The median and the extremes of some measurements.
 *
 * @param min the smallest value
 * @param median the median
 * @param max the largest value
 */
public record Statistic(double min, double median, double max) {

	/**
	 * Summarize measurements.
	 * @param values the measurements
	 * @return the summary, with {@code NaN} for each value if there are no measurements
	 */
	public static Statistic of(Collection<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
		Arrays.sort(sorted);
		int count = sorted.length;
		if (count == 0) {
			return new Statistic(Double.NaN, Double.NaN, Double.NaN);
		}
		double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
		return new Statistic(sorted[0], median, sorted[count - 1]);
	}

	/**
	 * Format as {@code median (min-max)}.
	 * @param decimals the number of decimals
	 * @return the text
	 */
	public String format(int decimals) {
		String number = "%,." + decimals + "f";
		return String.format(number + " (" + number + "-" + number + ")", this.median, this.min, this.max);
	}

}
