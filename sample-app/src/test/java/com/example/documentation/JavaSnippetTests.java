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

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles every Java block of the documentation. A block with imports is a separate
 * file. Any other block uses the imports and variables of {@link #PRELUDE} and consists
 * of members or statements.
 */
class JavaSnippetTests {

	private static final Pattern WHOLE_FILE = Pattern.compile("(?m)^import ");

	private static final Pattern MEMBERS = Pattern
		.compile("(?m)^(@|(class|interface|record|enum) |[\\w.<>\\[\\], ?]+ \\w+\\([^;]*\\)( throws [\\w, ]+)? \\{$)");

	private static final String PRELUDE = """
			import java.time.*;
			import java.util.*;
			import java.util.concurrent.*;
			import java.util.concurrent.atomic.*;
			import com.batchpipe.autoconfigure.*;
			import com.batchpipe.client.*;
			import com.batchpipe.outbox.*;
			%simport com.batchpipe.test.*;
			import com.batchpipe.test.autoconfigure.*;
			import com.batchpipe.test.junit.*;
			import com.fasterxml.jackson.annotation.JsonProperty;
			import io.micrometer.common.*;
			import org.junit.jupiter.api.*;
			import org.junit.jupiter.api.extension.*;
			import org.slf4j.*;
			import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
			import org.springframework.beans.factory.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.http.client.autoconfigure.reactive.*;
			import org.springframework.boot.http.client.reactive.*;
			import org.springframework.boot.test.context.*;
			import org.springframework.context.annotation.*;
			import org.springframework.http.*;
			import org.springframework.stereotype.*;
			import org.springframework.transaction.annotation.*;
			import org.springframework.web.bind.annotation.*;
			import reactor.core.publisher.*;
			import reactor.netty.transport.ProxyProvider;
			import tools.jackson.databind.*;
			import tools.jackson.databind.json.*;
			import static com.batchpipe.test.assertj.BatchPipeAssertions.assertThat;
			import static org.mockito.BDDMockito.*;

			class Documented {

				record Order(long id) { }

				interface OrderRepository { void save(Order order); }

				BatchPipeTemplate batchPipe;
				BatchPipeClient client;
				BatchPipeServer server;
				BatchPipeOutbox outbox;
				OrderRepository orders;
				%sLogger logger;
				String pipeId;
				String key;
				List<Order> records;

			""";

	@TempDir
	private Path output;

	static List<Snippet> snippets() {
		return Documents.snippets("java");
	}

	@ParameterizedTest
	@MethodSource("snippets")
	void compiles(Snippet snippet) {
		assertThat(compile(snippet.text())).as(snippet.text()).isEmpty();
	}

	@Test
	void whenSnippetIsWrongThenItDoesNotCompile() {
		assertThat(compile("batchPipe.ingestt(pipeId, records);\n")).contains("ingestt");
		assertThat(compile("@Bean\nString wrong() {\n\treturn 1;\n}\n")).contains("String");
		assertThat(compile("import com.batchpipe.client.NoSuchType;\n\nclass Wrong {\n}\n")).contains("NoSuchType");
	}

	private String compile(String snippet) {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<String> options = List.of("-d", this.output.toString(), "-proc:none",
				"-Xlint:deprecation,removal,rawtypes,unchecked", "-classpath", classpath());
		compiler.getTask(null, null, diagnostics, options, null, List.of(new Source(source(snippet)))).call();
		return diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
			.map((diagnostic) -> diagnostic.getMessage(null))
			.collect(Collectors.joining("\n"));
	}

	private static String source(String snippet) {
		if (WHOLE_FILE.matcher(snippet).find()) {
			return snippet;
		}
		boolean publisher = JavaSnippetTests.class.getResource("/com/batchpipe/publisher/package-info.class") != null;
		String start = PRELUDE.formatted(publisher ? "import com.batchpipe.publisher.*;\n" : "",
				publisher ? "BatchPipePublisher publisher;\n\t" : "");
		return MEMBERS.matcher(snippet).find() ? start + snippet + "\n}\n"
				: start + "void documented() throws Exception {\n" + snippet + "\n}\n}\n";
	}

	private static String classpath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		private Source(String text) {
			super(URI.create("string:///Documented.java"), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
