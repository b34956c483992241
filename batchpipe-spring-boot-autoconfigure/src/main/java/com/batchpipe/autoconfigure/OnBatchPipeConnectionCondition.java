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

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if it is known where BatchPipe is: from the properties, or from a
 * {@link BatchPipeConnectionDetails} bean.
 */
class OnBatchPipeConnectionCondition extends AnyNestedCondition {

	OnBatchPipeConnectionCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(BatchPipeConnectionDetails.class)
	static final class HasConnectionDetails {

	}

	@Conditional(OnBaseUrlCondition.class)
	static final class HasBaseUrl {

	}

	static class OnBaseUrlCondition extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("BatchPipe base URL");
			return StringUtils.hasText(context.getEnvironment().getProperty("batchpipe.base-url"))
					? ConditionOutcome.match(message.foundExactly("property batchpipe.base-url"))
					: ConditionOutcome.noMatch(message.didNotFind("property").items("batchpipe.base-url"));
		}

	}

}
