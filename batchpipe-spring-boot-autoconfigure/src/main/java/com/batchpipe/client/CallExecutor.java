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

package com.batchpipe.client;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import com.batchpipe.client.BatchPipeOperation.ApiKeyUse;
import com.batchpipe.client.BatchPipeTransportException.RequestSent;

/**
 * Makes calls: observes each call as a whole, limits its duration, and retries attempts
 * where that is safe.
 */
final class CallExecutor {

	/**
	 * The key under which Micrometer stores the current observation in a Reactor context.
	 */
	static final String OBSERVATION_KEY = "micrometer.observation";

	private final CallExchange exchange;

	private final CallSettings settings;

	private final ObservationRegistry observationRegistry;

	private final @Nullable BatchPipeClientObservationConvention observationConvention;

	private final FailedCallLog failedCallLog;

	private final LongSupplier nanoTime;

	CallExecutor(CallExchange exchange, CallSettings settings, ObservationRegistry observationRegistry,
			@Nullable BatchPipeClientObservationConvention observationConvention, FailedCallLog failedCallLog,
			LongSupplier nanoTime) {
		this.exchange = exchange;
		this.settings = settings;
		this.observationRegistry = observationRegistry;
		this.observationConvention = observationConvention;
		this.failedCallLog = failedCallLog;
		this.nanoTime = nanoTime;
	}

	CallExecutor with(CallOptions options) {
		return new CallExecutor(this.exchange, this.settings.with(options), this.observationRegistry,
				this.observationConvention, this.failedCallLog, this.nanoTime);
	}

	Mono<BatchPipeResponse> execute(CallRequest request) {
		return Mono.deferContextual(
				(context) -> this.observationRegistry.isNoop() ? call(request) : observedCall(request, context));
	}

	private Mono<BatchPipeResponse> observedCall(CallRequest request, ContextView context) {
		BatchPipeClientObservationContext observationContext = new BatchPipeClientObservationContext(
				request.operation(), request.pipeId());
		Observation observation = Observation.createNotStarted(this.observationConvention,
				DefaultBatchPipeClientObservationConvention.INSTANCE, () -> observationContext,
				this.observationRegistry);
		Observation parent = context.getOrDefault(OBSERVATION_KEY, null);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		// An exception here must not leave an observation that never ends.
		Mono<BatchPipeResponse> call = call(request);
		observation.start();
		return call.tap(() -> new ObservedCall(observation, observationContext));
	}

	private Mono<BatchPipeResponse> call(CallRequest request) {
		long deadline = this.nanoTime.getAsLong() + this.settings.callTimeout().toNanos();
		return attempt(request, 1, deadline, null);
	}

	private Mono<BatchPipeResponse> attempt(CallRequest request, int number, long deadline,
			@Nullable EarlierAttempts earlier) {
		CallAttempt attempt = new CallAttempt(request.operation(), number);
		Duration remaining = remaining(deadline);
		boolean lastMoments = remaining.compareTo(this.settings.responseTimeout()) < 0;
		Duration timeout = lastMoments ? remaining : this.settings.responseTimeout();
		return authenticated(request, attempt).timeout(timeout, Mono.defer(() -> timedOut(attempt, lastMoments)))
			.<BatchPipeResponse>handle((response, sink) -> repeatOrReturn(attempt, response, deadline, earlier, sink))
			.onErrorResume((ex) -> repeatOrFail(request, attempt, ex, deadline, earlier));
	}

	private Duration remaining(long deadline) {
		return Duration.ofNanos(Math.max(0, deadline - this.nanoTime.getAsLong()));
	}

	private Mono<BatchPipeResponse> authenticated(CallRequest request, CallAttempt attempt) {
		ApiKeyProvider provider = this.settings.apiKeyProvider();
		if (request.apiKeyUse() == ApiKeyUse.NEVER || request.apiKey() != null) {
			return this.exchange.send(request, request.apiKey(), attempt);
		}
		if (provider instanceof FixedApiKey fixed) {
			return this.exchange.send(request, fixed.apiKey(), attempt);
		}
		return Mono.defer(provider::getApiKey)
			.onErrorMap((ex) -> attempt.transportException("the ApiKeyProvider failed", RequestSent.NO, ex))
			.singleOptional()
			.flatMap((apiKey) -> sendIfAllowed(request, apiKey.orElse(null), attempt));
	}

	private Mono<BatchPipeResponse> sendIfAllowed(CallRequest request, @Nullable ApiKey apiKey, CallAttempt attempt) {
		if (apiKey == null && request.apiKeyUse() == ApiKeyUse.REQUIRED) {
			return Mono.error(new IllegalStateException("Operation " + request.operation()
					+ " requires an API key. Set 'batchpipe.api-key' ('batchpipe.workspaces.<name>.api-key' for an "
					+ "additional workspace), or pass a key to the builder of the client. If there is an "
					+ "ApiKeyProvider, it must return a key"));
		}
		return this.exchange.send(request, apiKey, attempt);
	}

	private Mono<BatchPipeResponse> timedOut(CallAttempt attempt, boolean lastMoments) {
		BatchPipeResponse response = attempt.errorResponse();
		return (response != null) ? Mono.just(response) : Mono.error(attempt.timeoutException(
				lastMoments ? "the call took longer than the call timeout of " + this.settings.callTimeout()
						: "no complete response within the response timeout of " + this.settings.responseTimeout(),
				new TimeoutException()));
	}

	private Mono<BatchPipeResponse> repeatOrFail(CallRequest request, CallAttempt attempt, Throwable ex, long deadline,
			@Nullable EarlierAttempts earlier) {
		Throwable failure = (ex instanceof RepeatAttempt repeat) ? repeat.failure : ex;
		if (earlier != null) {
			failure.addSuppressed(earlier.lastFailure());
		}
		Duration delay = (ex instanceof RepeatAttempt repeat) ? repeat.delay : delayAfter(attempt, failure, deadline);
		if (delay == null) {
			return Mono.error(failure);
		}
		EarlierAttempts attempts = EarlierAttempts.of(earlier, (BatchPipeException) failure);
		return Mono.delay(delay).then(Mono.defer(() -> attempt(request, attempt.number() + 1, deadline, attempts)));
	}

	private @Nullable Duration delayAfter(CallAttempt attempt, Throwable failure, long deadline) {
		if (failure instanceof BatchPipeTransportException broken && RetryRule.allows(attempt.operation(),
				broken.requestSent(), this.settings.retryPolicy().isRetryNonIdempotent())) {
			return this.settings.retryPolicy().nextDelay(attempt.number(), null, remaining(deadline));
		}
		return null;
	}

	private void repeatOrReturn(CallAttempt attempt, BatchPipeResponse response, long deadline,
			@Nullable EarlierAttempts earlier, SynchronousSink<BatchPipeResponse> sink) {
		BatchPipeResponse last = (earlier != null) ? response.after(earlier) : response;
		if (!response.ok()) {
			if (RetryRule.allows(response, this.settings.retryPolicy().isRetryNonIdempotent())) {
				Duration delay = this.settings.retryPolicy()
					.nextDelay(attempt.number(), response.retryAfter(), remaining(deadline));
				if (delay != null) {
					sink.error(new RepeatAttempt(delay, BatchPipeApiException.of(response)));
					return;
				}
			}
			if (this.settings.failedCallsLogged()) {
				this.failedCallLog.log(last, sink.contextView());
			}
		}
		sink.next(last);
	}

	/**
	 * Ends the observation of a call before the caller receives the result, and only
	 * once, even if the caller cancels at the same moment.
	 */
	private static final class ObservedCall extends DefaultSignalListener<BatchPipeResponse> {

		private final Observation observation;

		private final BatchPipeClientObservationContext context;

		private final AtomicBoolean ended = new AtomicBoolean();

		ObservedCall(Observation observation, BatchPipeClientObservationContext context) {
			this.observation = observation;
			this.context = context;
		}

		@Override
		public Context addToContext(Context context) {
			return context.put(OBSERVATION_KEY, this.observation);
		}

		@Override
		public void doOnNext(BatchPipeResponse response) {
			if (this.ended.compareAndSet(false, true)) {
				this.context.setResponse(response);
				this.observation.stop();
			}
		}

		@Override
		public void doOnError(Throwable ex) {
			if (this.ended.compareAndSet(false, true)) {
				this.observation.error(ex);
				this.observation.stop();
			}
		}

		@Override
		public void doOnCancel() {
			if (this.ended.compareAndSet(false, true)) {
				this.context.setCancelled(true);
				this.observation.stop();
			}
		}

	}

	/**
	 * Signals that an attempt has failed and is to be retried.
	 */
	private static final class RepeatAttempt extends RuntimeException {

		private final transient Duration delay;

		private final BatchPipeException failure;

		RepeatAttempt(Duration delay, BatchPipeException failure) {
			super(null, null, false, false);
			this.delay = delay;
			this.failure = failure;
		}

	}

}
