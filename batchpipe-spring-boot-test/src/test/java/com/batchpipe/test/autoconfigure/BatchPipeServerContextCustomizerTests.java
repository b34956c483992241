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

package com.batchpipe.test.autoconfigure;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.InputStreamSource;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.aot.TestContextAotGenerator;

import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BatchPipeServerContextCustomizer} and its factory.
 */
class BatchPipeServerContextCustomizerTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	@Test
	void classWithoutAnnotationIsLeftAlone() {
		assertThat(customizer(Plain.class)).isNull();
	}

	@Test
	void annotationIsFoundOnSuperclassEnclosingClassAndAnnotation() {
		ContextCustomizer customizer = customizer(Annotated.class);
		assertThat(customizer).isNotNull();
		assertThat(customizer(Inheriting.class)).isEqualTo(customizer).hasSameHashCodeAs(customizer);
		assertThat(customizer(Annotated.Inner.class)).isEqualTo(customizer);
		assertThat(customizer(MetaAnnotated.class)).isEqualTo(customizer);
	}

	@Test
	void otherPipesAreAnotherContext() {
		assertThat(customizer(OtherPipes.class)).isNotNull().isNotEqualTo(customizer(Annotated.class));
	}

	@Test
	void contextIsSharedBetweenClassesOfEqualAttributes() {
		TestContext first = new TestContextManager(Annotated.class).getTestContext();
		TestContext second = new TestContextManager(MetaAnnotated.class).getTestContext();
		assertThat(second.getApplicationContext()).isSameAs(first.getApplicationContext());
	}

	@Test
	void serverIsClosedWithTheContext() throws IOException {
		TestContext context = new TestContextManager(OtherPipes.class).getTestContext();
		int port = context.getApplicationContext().getBean(BatchPipeServer.class).port();
		new Socket("127.0.0.1", port).close();
		context.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.1", port).close());
	}

	@Test
	void serverIsLeftOutOfAheadOfTimeProcessing() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		new TestContextAotGenerator(files).processAheadOfTime(Stream.of(Annotated.class));
		Map<String, InputStreamSource> sources = files.getGeneratedFiles(Kind.SOURCE);
		assertThat(sources).isNotEmpty();
		assertThat(sources.values()).allSatisfy((source) -> {
			String text = new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(text).doesNotContain("\"" + BatchPipeServerContextCustomizer.SERVER_BEAN + "\"")
				.doesNotContain(BatchPipeServerContextCustomizer.CONNECTION_DETAILS_BEAN);
		});
	}

	private static @Nullable ContextCustomizer customizer(Class<?> testClass) {
		return new BatchPipeServerContextCustomizerFactory().createContextCustomizer(testClass, List.of());
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

	static class Plain {

	}

	@SpringBootTest(classes = Application.class)
	@AutoConfigureBatchPipeServer(pipes = PIPE)
	static class Annotated {

		class Inner {

		}

	}

	static class Inheriting extends Annotated {

	}

	@Offline
	static class MetaAnnotated {

	}

	@SpringBootTest(classes = Application.class)
	@AutoConfigureBatchPipeServer(pipes = "another")
	static class OtherPipes {

	}

	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@SpringBootTest(classes = Application.class)
	@AutoConfigureBatchPipeServer(pipes = PIPE)
	@interface Offline {

	}

}
