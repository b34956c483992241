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

package com.batchpipe.publisher.thread;

/**
 * Ensures that the stack does not overflow in the middle of an operation. Call
 * {@link #ensure()} before making several related changes or using a lock or a queue of
 * the JDK, which a stack overflow can leave locked. If the stack is about to overflow,
 * the overflow then happens before the operation.
 */
public final class StackRoom {

	/**
	 * Several times the depth of the calls that follow, because the recursive calls need
	 * less stack space than those.
	 */
	private static final int DEPTH = 200;

	private StackRoom() {
	}

	/**
	 * Let the stack overflow now if it is about to.
	 */
	public static void ensure() {
		descend(DEPTH, 1, 2, 3);
	}

	/**
	 * Recurse with arguments that are used after the call and therefore stay on the
	 * stack.
	 */
	private static long descend(long depth, long a, long b, long c) {
		return (depth == 0) ? a : descend(depth - 1, b, c, a) + depth + a + b + c;
	}

}
