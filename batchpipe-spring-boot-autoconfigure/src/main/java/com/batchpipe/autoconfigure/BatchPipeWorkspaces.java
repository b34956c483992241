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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The additional workspaces of an application, which are configured under
 * {@code batchpipe.workspaces}. The first workspace, which is configured directly under
 * {@code batchpipe}, is not one of them.
 *
 * @since 0.1.0
 */
public final class BatchPipeWorkspaces {

	/**
	 * The name of the first workspace wherever workspaces are distinguished by name.
	 */
	public static final String FIRST = "default";

	static final String PREFIX = "batchpipe.workspaces";

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

	private final List<String> names;

	/**
	 * Create the workspaces of an application.
	 * @param names the names of the workspaces
	 */
	public BatchPipeWorkspaces(Collection<String> names) {
		this.names = List.copyOf(names);
	}

	/**
	 * Find the workspaces that the properties define. A workspace whose name is written
	 * with hyphens in one place and without hyphens in another, as in environment
	 * variables, is found only once.
	 * @param environment the environment with the properties
	 * @return the workspaces
	 */
	public static BatchPipeWorkspaces find(Environment environment) {
		Map<String, String> names = new TreeMap<>();
		Binder.get(environment)
			.bind(PREFIX, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.keySet()
			.forEach((name) -> names.merge(name.replace("-", ""), name, BatchPipeWorkspaces::longer));
		names.values().forEach(BatchPipeWorkspaces::check);
		return new BatchPipeWorkspaces(names.values());
	}

	private static String longer(String one, String other) {
		return (one.length() >= other.length()) ? one : other;
	}

	/**
	 * Return whether an additional workspace can have this name.
	 */
	static boolean isName(String name) {
		return NAME.matcher(name).matches() && !name.equals(FIRST);
	}

	private static void check(String name) {
		if (!isName(name)) {
			throw new InvalidBatchPipePropertyException(prefix(name),
					"must end with a workspace name that consists of lowercase letters, digits and hyphens, starts with a letter and is not '"
							+ FIRST + "'",
					"Rename the workspace.", null);
		}
	}

	/**
	 * Return the prefix of the properties of a workspace.
	 * @param workspace the name of the workspace
	 * @return the prefix, for example {@code batchpipe.workspaces.audit}
	 */
	public static String prefix(String workspace) {
		return PREFIX + "." + workspace;
	}

	/**
	 * Return the name of a bean of a workspace, for example {@code auditBatchPipeClient}.
	 * @param workspace the name of the workspace
	 * @param type the type of the bean
	 * @return the name
	 */
	public static String beanName(String workspace, Class<?> type) {
		return workspace + ClassUtils.getShortName(type).replace(".", "");
	}

	/**
	 * Return the names of the workspaces.
	 * @return the names
	 */
	public List<String> names() {
		return this.names;
	}

	/**
	 * Return the beans of a type that belong to one workspace, according to their
	 * qualifier.
	 * @param <T> the type of the beans
	 * @param beanFactory the bean factory
	 * @param type the type of the beans
	 * @param workspace the name of the workspace
	 * @return the beans, in order
	 */
	public static <T> List<T> beans(ConfigurableListableBeanFactory beanFactory, Class<T> type, String workspace) {
		List<T> beans = new ArrayList<>(
				BeanFactoryAnnotationUtils.qualifiedBeansOfType(beanFactory, type, workspace).values());
		AnnotationAwareOrderComparator.sort(beans);
		return beans;
	}

	/**
	 * Return whether a bean belongs to one of the workspaces.
	 * @param beanFactory the bean factory
	 * @param beanName the name of the bean
	 * @return whether the bean belongs to a workspace
	 */
	public boolean isBean(ConfigurableListableBeanFactory beanFactory, String beanName) {
		return BeanFactoryAnnotationUtils.isQualifierMatch(this.names::contains, beanName, beanFactory);
	}

}
