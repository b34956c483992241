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

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import com.batchpipe.client.BatchPipeClientObservationContext;
import com.batchpipe.client.BatchPipeClientObservationConvention;

/**
 * Adds the workspace to the key values of another convention.
 */
class WorkspaceObservationConvention implements BatchPipeClientObservationConvention {

	static final String TAG = "workspace";

	private final BatchPipeClientObservationConvention convention;

	private final KeyValue workspace;

	WorkspaceObservationConvention(BatchPipeClientObservationConvention convention, String workspace) {
		this.convention = convention;
		this.workspace = KeyValue.of(TAG, workspace);
	}

	@Override
	public @Nullable String getName() {
		return this.convention.getName();
	}

	@Override
	public @Nullable String getContextualName(BatchPipeClientObservationContext context) {
		return this.convention.getContextualName(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(BatchPipeClientObservationContext context) {
		return this.convention.getLowCardinalityKeyValues(context).and(this.workspace);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(BatchPipeClientObservationContext context) {
		return this.convention.getHighCardinalityKeyValues(context);
	}

}
