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

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

/**
 * Tests for the layers of the module and the conventions of auto-configurations.
 */
class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("com.batchpipe");

	@Test
	void clientAndPublisherDoNotKnowSpringBoot() {
		check(noClasses().that()
			.resideInAnyPackage("com.batchpipe.client..", "com.batchpipe.publisher..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.."));
	}

	@Test
	void clientKnowsNoOtherPackage() {
		check(noClasses().that()
			.resideInAPackage("com.batchpipe.client..")
			.should()
			.dependOnClassesThat(resideInAPackage("com.batchpipe..")
				.and(DescribedPredicate.not(resideInAPackage("com.batchpipe.client..")))));
	}

	@Test
	void publisherKnowsOnlyTheClient() {
		check(noClasses().that()
			.resideInAPackage("com.batchpipe.publisher..")
			.should()
			.dependOnClassesThat(resideInAPackage("com.batchpipe..").and(DescribedPredicate
				.not(JavaClass.Predicates.resideInAnyPackage("com.batchpipe.client..", "com.batchpipe.publisher..")))));
	}

	@Test
	void healthDoesNotKnowTheAutoConfiguration() {
		check(noClasses().that()
			.resideInAPackage("com.batchpipe.health..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.batchpipe.autoconfigure.."));
	}

	@Test
	void packagesHaveNoCycles() {
		check(SlicesRuleDefinition.slices().assignedFrom(new Packages()).should().beFreeOfCycles());
	}

	@Test
	void onlyAutoConfigurePackagesReadProperties() {
		check(noClasses().that()
			.resideOutsideOfPackage("com.batchpipe.autoconfigure..")
			.should()
			.beAnnotatedWith(ConfigurationProperties.class)
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("org.springframework.core.env.Environment"));
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		check(classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL));
	}

	@Test
	void autoConfigurationsHaveNoPublicMembers() {
		check(methods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic());
	}

	@Test
	void beanMethodsReturnTypesThatAreNotPrivate() {
		check(methods().that().areAnnotatedWith(Bean.class).should(returnTypesThatAreNotPrivate()));
	}

	@Test
	void beanMethodsHaveNoClassConditions() {
		check(noMethods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.beAnnotatedWith(ConditionalOnClass.class)
			.allowEmptyShould(true));
	}

	@Test
	void conditionsAreNotPublic() {
		check(classes().that().areAssignableTo(Condition.class).should().notBePublic());
	}

	@Test
	void onlyItsPackageKnowsReactorNetty() {
		check(noClasses().that()
			.resideInAPackage("com.batchpipe.client")
			.and()
			.haveNameNotMatching(".*\\$ReactorNetty")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("reactor.netty..", "io.netty.."));
	}

	@ParameterizedTest
	@CsvSource({ "HttpComponents, org.apache.hc..", "Jetty, org.eclipse.jetty.." })
	void onlyItsClassesKnowAnHttpLibraryThatMayBeAbsent(String name, String packages) {
		check(noClasses().that()
			.haveNameNotMatching(".*[.$]" + name + ".*")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(packages));
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(classes);
	}

	private static ArchCondition<JavaMethod> returnTypesThatAreNotPrivate() {
		return new ArchCondition<>("return types that are not private") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				boolean isPrivate = method.getRawReturnType().getModifiers().contains(JavaModifier.PRIVATE);
				events.add(new SimpleConditionEvent(method, !isPrivate, method.getFullName()));
			}

		};
	}

	/**
	 * The packages, with a separate one for the value types of the publisher's API: these
	 * are used by the internal packages, which in turn are used by the rest of the API.
	 */
	private static final class Packages implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			if (!type.getPackageName().startsWith("com.batchpipe.")) {
				return SliceIdentifier.ignore();
			}
			return (PublisherArchitectureTests.valueOfTheApi().test(type))
					? SliceIdentifier.of("values of the publisher") : SliceIdentifier.of(type.getPackageName());
		}

		@Override
		public String getDescription() {
			return "packages";
		}

	}

}
