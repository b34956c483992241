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

package com.batchpipe.architecture;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packages of the publisher: they follow the path of a record, each depends
 * only on the packages listed here, and all but the first are internal.
 */
class PublisherArchitectureTests {

	private static final String PUBLISHER = "com.batchpipe.publisher";

	/**
	 * The API for applications, and the part of it that the internal packages may use:
	 * everything but the publisher itself.
	 */
	private static final Set<String> ASSEMBLY = Set.of("BatchPipePublisher", "BatchPipePublisherBuilder",
			"DefaultBatchPipePublisher", "PipeListener");

	private static final int MAX_FILES = 25;

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("com.batchpipe");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			thread   |
			settings |
			limit    |
			log      | thread
			batch    | settings
			encoding | batch settings
			delivery | batch limit log settings thread
			buffer   | batch delivery settings thread
			engine   | encoding buffer delivery batch limit log settings thread
			""")
	void packageKnowsOnlyThoseBehindIt(String name, String known) {
		Stream<String> others = (known != null) ? Arrays.stream(known.split(" ")) : Stream.empty();
		String[] packages = Stream.concat(Stream.of(name), others)
			.map((other) -> PUBLISHER + "." + other)
			.toArray(String[]::new);
		check(noClasses().that()
			.resideInAPackage(PUBLISHER + "." + name)
			.should()
			.dependOnClassesThat(resideInAPackage("com.batchpipe.publisher..")
				.and(DescribedPredicate.not(resideInAnyPackage(packages)))
				.and(DescribedPredicate.not(valueOfTheApi()))));
	}

	@Test
	void valuesOfTheApiKnowNoInternalPackage() {
		check(noClasses().that(valueOfTheApi()).should().dependOnClassesThat(internal()));
	}

	@Test
	void onlyThePublisherKnowsItsInternalPackages() {
		check(noClasses().that()
			.resideOutsideOfPackage("com.batchpipe.publisher..")
			.should()
			.dependOnClassesThat(internal()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "encoding", "buffer", "batch", "limit" })
	void onlyDeliveryKnowsTheClient(String name) {
		check(noClasses().that()
			.resideInAPackage(PUBLISHER + "." + name)
			.should()
			.dependOnClassesThat()
			.haveNameMatching("com\\.batchpipe\\.client\\.(BatchPipe|Ingest|Call|Retry).*"));
	}

	@Test
	void senderIsNotKnownToWhatItUses() {
		JavaClass sender = classes.get(PUBLISHER + ".delivery.PipeSender");
		Set<JavaClass> used = new HashSet<>();
		Deque<JavaClass> next = new ArrayDeque<>(Set.of(sender));
		while (!next.isEmpty()) {
			next.pop()
				.getDirectDependenciesFromSelf()
				.stream()
				.map((dependency) -> dependency.getTargetClass().getBaseComponentType())
				.filter((target) -> target.getPackageName().startsWith(PUBLISHER) && !isPartOf(sender, target))
				.filter(used::add)
				.forEach(next::push);
		}
		assertThat(used).isNotEmpty()
			.allSatisfy((type) -> assertThat(type.getDirectDependenciesFromSelf())
				.noneMatch((dependency) -> isPartOf(sender, dependency.getTargetClass())));
	}

	private static boolean isPartOf(JavaClass outer, JavaClass type) {
		return type.getName().equals(outer.getName()) || type.getName().startsWith(outer.getName() + "$");
	}

	@Test
	void packageHasFewFiles() {
		Map<String, Long> files = classes.stream()
			.filter((type) -> type.getPackageName().startsWith(PUBLISHER) && type.isTopLevelClass())
			.collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
		assertThat(files).hasSizeGreaterThan(1)
			.allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MAX_FILES));
	}

	private static DescribedPredicate<JavaClass> internal() {
		return resideInAPackage("com.batchpipe.publisher..").and(DescribedPredicate.not(resideInAPackage(PUBLISHER)))
			.as("internal types of the publisher");
	}

	/**
	 * Value types of the API without dependencies.
	 */
	static DescribedPredicate<JavaClass> valueOfTheApi() {
		return resideInAPackage(PUBLISHER)
			.and(DescribedPredicate.describe("values", (type) -> !ASSEMBLY.contains(outermost(type).getSimpleName())));
	}

	private static JavaClass outermost(JavaClass type) {
		return type.getEnclosingClass().map(PublisherArchitectureTests::outermost).orElse(type);
	}

	private static void check(ArchRule rule) {
		rule.check(classes);
	}

}
