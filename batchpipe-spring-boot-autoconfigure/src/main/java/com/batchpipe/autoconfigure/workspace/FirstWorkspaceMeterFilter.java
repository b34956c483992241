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

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.client.BatchPipeClientObservationConvention;
import com.batchpipe.client.DefaultBatchPipeClientObservationConvention;

/**
 * Adds the {@code workspace} tag to the meters of the first workspace if there are
 * additional workspaces: Prometheus does not accept meters with the same name but
 * different sets of labels.
 */
final class FirstWorkspaceMeterFilter implements MeterFilter {

	private static final String PUBLISHER = "batchpipe.publisher.";

	private static final Tag FIRST = Tag.of(WorkspaceObservationConvention.TAG, BatchPipeWorkspaces.FIRST);

	private final ObjectProvider<BatchPipeClientObservationConvention> observationConvention;

	private volatile @Nullable String requests;

	FirstWorkspaceMeterFilter(ObjectProvider<BatchPipeClientObservationConvention> observationConvention) {
		this.observationConvention = observationConvention;
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		boolean isOurs = id.getName().startsWith(PUBLISHER) || id.getName().startsWith(requests());
		return (isOurs && id.getTag(FIRST.getKey()) == null) ? id.withTag(FIRST) : id;
	}

	private String requests() {
		String name = this.requests;
		if (name == null) {
			name = String
				.valueOf(this.observationConvention.getIfAvailable(DefaultBatchPipeClientObservationConvention::new)
					.getName());
			this.requests = name;
		}
		return name;
	}

}
