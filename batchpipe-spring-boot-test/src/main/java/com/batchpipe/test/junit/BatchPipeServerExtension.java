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

package com.batchpipe.test.junit;

import java.util.function.Supplier;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.BatchPipeWorkspace;

/**
 * JUnit extension that starts a {@link BatchPipeServer} for a test class and its nested
 * classes, resets it after each test, and closes it. Constructors and methods can declare
 * a parameter of type {@link BatchPipeServer}. In a test method, a parameter of type
 * {@link BatchPipeWorkspace} gives the test its own workspace.
 *
 * <pre class="code">
 * &#064;ExtendWith(BatchPipeServerExtension.class)
 * class OrdersTests {
 *
 *     &#064;Test
 *     void shipsOrders(BatchPipeServer server) {
 *     }
 *
 * }
 * </pre>
 *
 * Register an instance in a static field to start the server with other settings.
 *
 * @since 0.1.0
 */
public final class BatchPipeServerExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(BatchPipeServerExtension.class);

	private final Supplier<BatchPipeServer> factory;

	/**
	 * Create an extension whose server has the default settings.
	 */
	public BatchPipeServerExtension() {
		this(BatchPipeServer::start);
	}

	/**
	 * Create an extension whose server is started by the given function.
	 * @param factory starts the server, for example {@code () ->
	 * BatchPipeServer.builder().port(8099).start()}
	 */
	public BatchPipeServerExtension(Supplier<BatchPipeServer> factory) {
		this.factory = factory;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		server(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		server(context).reset();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == BatchPipeServer.class || type == BatchPipeWorkspace.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		BatchPipeServer server = server(context);
		if (parameter.getParameter().getType() == BatchPipeServer.class) {
			return server;
		}
		return context.getStore(NAMESPACE)
			.computeIfAbsent(BatchPipeWorkspace.class, (key) -> server.createWorkspace(), BatchPipeWorkspace.class);
	}

	/**
	 * Return the server of the class or of its enclosing class. The store closes the
	 * server.
	 */
	private BatchPipeServer server(ExtensionContext context) {
		return context.getStore(NAMESPACE)
			.computeIfAbsent(BatchPipeServer.class, (key) -> this.factory.get(), BatchPipeServer.class);
	}

}
