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

package com.batchpipe.autoconfigure.workspace;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes an application with two workspaces ahead of time and starts it in a separate
 * process.
 */
class WorkspacesAheadOfTimeTests {

	@TempDir
	private Path directory;

	@Test
	void beansOfAWorkspaceAreThereAfterAheadOfTimeProcessing() throws Exception {
		Path classes = this.directory.resolve("classes");
		List<String> processing = List.of(TwoWorkspacesApplication.class.getName(),
				this.directory.resolve("sources").toString(), this.directory.resolve("resources").toString(),
				classes.toString(), "com.example", "workspaces", "--batchpipe.base-url=https://build.example.com",
				"--batchpipe.workspaces.audit.api-key=bp_v1_build");
		run(classes, SpringApplicationAotProcessor.class, List.of(), processing);
		compile(this.directory.resolve("sources"), classes);
		String output = run(classes, TwoWorkspacesApplication.class, List.of("-Dspring.aot.enabled=true"),
				List.of("--batchpipe.base-url=https://first.example.com",
						"--batchpipe.workspaces.audit.base-url=https://audit.example.com",
						"--batchpipe.workspaces.audit.api-key=bp_v1_audit"));
		assertThat(output).contains("Starting AOT-processed")
			.contains("first BatchPipeClient[https://first.example.com]")
			.contains("audit BatchPipeClient[https://audit.example.com] with key true, running true");
	}

	private String run(Path classes, Class<?> main, List<String> options, List<String> arguments) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classes + File.pathSeparator + classPath(), main.getName()));
		command.addAll(arguments);
		Path log = this.directory.resolve(main.getSimpleName() + ".log");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		String output = Files.readString(log);
		assertThat(process.exitValue()).as(output).isZero();
		return output;
	}

	private static void compile(Path sources, Path classes) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> paths = Files.walk(sources)) {
			List<Path> java = paths.filter((path) -> path.toString().endsWith(".java")).toList();
			List<String> options = List.of("-d", classes.toString(), "-classpath",
					classes + File.pathSeparator + classPath(), "-proc:none", "-nowarn");
			assertThat(
					compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java)).call())
				.isTrue();
		}
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

}
