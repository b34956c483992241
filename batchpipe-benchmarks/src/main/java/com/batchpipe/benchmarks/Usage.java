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

package com.batchpipe.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this process has used so far. The processor time is that of the whole process, so
 * it includes the garbage collector and the compiler. The allocation is that of the Java
 * threads that are alive at the end of a measurement.
 */
public final class Usage {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final long cpuNanos = processCpuNanos();

	private final Map<Long, Long> allocated = new HashMap<>();

	private Usage() {
		long[] ids = THREADS.getAllThreadIds();
		long[] bytes = THREADS.getThreadAllocatedBytes(ids);
		for (int index = 0; index < ids.length; index++) {
			this.allocated.put(ids[index], Math.max(0, bytes[index]));
		}
	}

	/**
	 * Return the usage so far.
	 * @return the usage
	 */
	public static Usage now() {
		return new Usage();
	}

	static long processCpuNanos() {
		return SYSTEM.getProcessCpuTime();
	}

	/**
	 * Return the processor time since an earlier point.
	 * @param start the usage then
	 * @return the nanoseconds
	 */
	public long cpuNanosSince(Usage start) {
		return this.cpuNanos - start.cpuNanos;
	}

	/**
	 * Return the number of bytes allocated since an earlier point.
	 * @param start the usage then
	 * @return the bytes
	 */
	public long allocatedSince(Usage start) {
		long sum = 0;
		for (Map.Entry<Long, Long> thread : this.allocated.entrySet()) {
			sum += thread.getValue() - start.allocated.getOrDefault(thread.getKey(), 0L);
		}
		return sum;
	}

}
