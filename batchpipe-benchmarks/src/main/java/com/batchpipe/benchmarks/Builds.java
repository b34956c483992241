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

import java.io.File;
import java.util.List;

/**
 * The build that a process of a comparison runs from: this one or, with the option
 * {@code against}, another one. The option names the folder {@code target} of this module
 * in the other build.
 */
public final class Builds {

	private static final String AGAINST = "against";

	private static final String OTHER = "of-other-build";

	private Builds() {
	}

	/**
	 * Return the variants to measure: one, or two if there is another build.
	 * @param variant the options of a process from this build
	 * @return the options of a process from each build
	 */
	public static List<Options> of(Options variant) {
		return (variant.text(AGAINST, "").isEmpty()) ? List.of(variant) : List.of(variant, variant.with(OTHER, true));
	}

	/**
	 * Return the name of a rival, with a note if it runs from the other build.
	 * @param variant the options of the process
	 * @return the name
	 */
	public static String rival(Options variant) {
		String rival = variant.text("rival", "");
		return (isOther(variant)) ? rival + " (other build)" : rival;
	}

	/**
	 * Return the class path of a process.
	 * @param variant the options of the process
	 * @return the class path
	 */
	public static String classPath(Options variant) {
		String target = variant.text(AGAINST, "");
		return (isOther(variant)) ? target + "/classes" + File.pathSeparator + target + "/lib/*"
				: System.getProperty("java.class.path");
	}

	private static boolean isOther(Options variant) {
		return !variant.text(OTHER, "").isEmpty();
	}

}
