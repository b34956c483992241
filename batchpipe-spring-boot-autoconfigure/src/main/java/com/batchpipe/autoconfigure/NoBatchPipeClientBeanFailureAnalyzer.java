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

package com.batchpipe.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Explains why there is no BatchPipe bean to inject.
 */
class NoBatchPipeClientBeanFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException>
		implements Ordered {

	private static final String PACKAGE = "com.batchpipe.";

	private final @Nullable BeanFactory beanFactory;

	private final @Nullable Environment environment;

	NoBatchPipeClientBeanFailureAnalyzer(@Nullable BeanFactory beanFactory, @Nullable Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> beanType = cause.getBeanType();
		if (this.environment == null || beanType == null || !beanType.getName().startsWith(PACKAGE)) {
			return null;
		}
		String needs = "%s needs a bean of type %s".formatted((description != null) ? description : "The application",
				ClassUtils.getShortName(beanType));
		String because = needs + ", but BatchPipe is not auto-configured because ";
		if (!this.environment.getProperty("batchpipe.enabled", Boolean.class, true)) {
			return new FailureAnalysis(because + "'batchpipe.enabled' is false.",
					"Remove 'batchpipe.enabled', or define a bean of type %s.".formatted(beanType.getName()), cause);
		}
		String workspace = workspace(rootFailure);
		if (workspace != null && BatchPipeWorkspaces.isName(workspace)) {
			return (isConfigured(workspace)) ? null : new FailureAnalysis(
					"%s with the qualifier '%s', but there is no workspace with this name under '%s'.".formatted(needs,
							workspace, BatchPipeWorkspaces.PREFIX),
					("Set '%1$s.api-key' to the API key of the workspace. If the workspace is on another deployment, "
							+ "also set '%1$s.base-url' to the URL of that deployment.")
						.formatted(BatchPipeWorkspaces.prefix(workspace)),
					cause);
		}
		if (!StringUtils.hasText(this.environment.getProperty("batchpipe.base-url")) && !hasConnectionDetails()) {
			return new FailureAnalysis(because + "'batchpipe.base-url' is not set.",
					"Set 'batchpipe.base-url' to the URL of your BatchPipe deployment, for example "
							+ "https://api.example.com, and 'batchpipe.api-key' to an API key of your workspace.",
					cause);
		}
		return null;
	}

	/**
	 * Return the qualifier of the innermost injection point.
	 */
	private static @Nullable String workspace(Throwable rootFailure) {
		Qualifier qualifier = null;
		for (Throwable cause = rootFailure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnsatisfiedDependencyException ex) {
				InjectionPoint injectionPoint = ex.getInjectionPoint();
				qualifier = (injectionPoint != null) ? injectionPoint.getAnnotation(Qualifier.class) : null;
			}
		}
		return (qualifier != null) ? qualifier.value() : null;
	}

	private boolean hasConnectionDetails() {
		return this.beanFactory instanceof ConfigurableListableBeanFactory factory
				&& OnBatchPipeConnectionCondition.connectionDetails(factory).length > 0;
	}

	private boolean isConfigured(String workspace) {
		return this.environment != null && BatchPipeWorkspaces.find(this.environment).names().contains(workspace);
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
