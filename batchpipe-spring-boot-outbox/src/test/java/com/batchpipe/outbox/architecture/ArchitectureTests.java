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

package com.batchpipe.outbox.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Condition;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("com.batchpipe.outbox");

	@Test
	void packagesHaveNoCycles() {
		check(SlicesRuleDefinition.slices().matching("com.batchpipe.(**)").should().beFreeOfCycles());
	}

	@Test
	void theOutboxKnowsTheBacklogTheClientAndThePublisherOnly() {
		check(noClasses().that()
			.resideInAPackage("com.batchpipe.outbox")
			.should()
			.dependOnClassesThat(resideInAPackage("com.batchpipe..")
				.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage("com.batchpipe.backlog",
						"com.batchpipe.client", "com.batchpipe.publisher", "com.batchpipe.outbox")))));
	}

	@Test
	void nothingInnerOfThePublisherIsUsed() {
		check(noClasses().should().dependOnClassesThat().resideInAPackage("com.batchpipe.publisher.*.."));
	}

	@Test
	void theOutboxDoesNotKnowSpringBoot() {
		check(noClasses().that()
			.resideInAPackage("com.batchpipe.outbox")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.."));
	}

	@Test
	void onlyTheAutoConfigurePackageReadsProperties() {
		check(noClasses().that()
			.resideOutsideOfPackage("com.batchpipe.outbox.autoconfigure..")
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
	void conditionsAreNotPublic() {
		check(classes().that().areAssignableTo(Condition.class).should().notBePublic());
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(classes);
	}

}
