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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionMessage.Style;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if the location of BatchPipe is known from the properties or from a
 * {@link BatchPipeConnectionDetails} bean. This is a single condition rather than two
 * nested ones, so that it searches for beans only if there is no property, and does not
 * read an additional class.
 */
class OnBatchPipeConnectionCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final String PROPERTY = "batchpipe.base-url";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("BatchPipe connection");
		if (StringUtils.hasText(context.getEnvironment().getProperty(PROPERTY))) {
			return ConditionOutcome.match(message.foundExactly("property " + PROPERTY));
		}
		String[] names = connectionDetails(context.getBeanFactory());
		if (names.length > 0) {
			return ConditionOutcome.match(message.found("bean", "beans").items(Style.QUOTE, (Object[]) names));
		}
		return ConditionOutcome
			.noMatch(message.because("found neither property " + PROPERTY + " nor a BatchPipeConnectionDetails bean"));
	}

	/**
	 * Return the names of the beans that can be the connection details of the first
	 * workspace.
	 */
	static String[] connectionDetails(@Nullable ConfigurableListableBeanFactory beanFactory) {
		return (beanFactory != null) ? Arrays
			.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, BatchPipeConnectionDetails.class,
					true, false))
			.filter((name) -> isDefaultCandidate(beanFactory, name))
			.toArray(String[]::new) : new String[0];
	}

	/**
	 * Return whether the details can be those of the first workspace. The details of an
	 * additional workspace do not count.
	 */
	private static boolean isDefaultCandidate(ConfigurableListableBeanFactory beanFactory, String name) {
		return !beanFactory.containsBeanDefinition(name)
				|| !(beanFactory.getMergedBeanDefinition(name) instanceof AbstractBeanDefinition definition)
				|| definition.isDefaultCandidate();
	}

}
