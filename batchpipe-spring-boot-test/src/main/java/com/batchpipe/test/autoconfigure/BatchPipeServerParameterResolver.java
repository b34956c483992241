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

import java.lang.reflect.Executable;
import java.lang.reflect.Method;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.BatchPipeWorkspace;

/**
 * Resolves parameters of test methods with the server of their application context or a
 * workspace of this server. Parameters of constructors and parameters with an annotation
 * of Spring are left to Spring.
 */
final class BatchPipeServerParameterResolver implements ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(BatchPipeServerParameterResolver.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		if (type != BatchPipeServer.class && type != BatchPipeWorkspace.class) {
			return false;
		}
		Executable executable = parameter.getDeclaringExecutable();
		return executable instanceof Method && !AnnotatedElementUtils.hasAnnotation(executable, Autowired.class)
				&& !isResolvedBySpring(parameter);
	}

	private static boolean isResolvedBySpring(ParameterContext parameter) {
		return parameter.isAnnotated(Autowired.class) || parameter.isAnnotated(Qualifier.class)
				|| parameter.isAnnotated(Value.class);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		BatchPipeServer server = SpringExtension.getApplicationContext(context).getBean(BatchPipeServer.class);
		if (parameter.getParameter().getType() == BatchPipeServer.class) {
			return server;
		}
		return context.getStore(NAMESPACE)
			.computeIfAbsent(BatchPipeWorkspace.class, (key) -> server.createWorkspace(), BatchPipeWorkspace.class);
	}

}
