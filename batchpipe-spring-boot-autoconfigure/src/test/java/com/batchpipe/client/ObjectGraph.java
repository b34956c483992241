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

import java.lang.ref.Reference;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All objects that can be reached from an object through its fields, as a heap dump or an
 * error reporter would see them.
 */
final class ObjectGraph {

	private static final int MAX_OBJECTS = 200_000;

	private final List<String> strings = new ArrayList<>();

	private final Map<Object, Boolean> seen = new IdentityHashMap<>();

	private final Deque<Object> next = new ArrayDeque<>();

	private ObjectGraph() {
	}

	static ObjectGraph of(Object root) {
		ObjectGraph graph = new ObjectGraph();
		graph.add(root);
		while (!graph.next.isEmpty() && graph.seen.size() < MAX_OBJECTS) {
			graph.visit(graph.next.removeFirst());
		}
		return graph;
	}

	/**
	 * Return all strings, arrays of bytes and arrays of characters.
	 */
	List<String> strings() {
		return this.strings;
	}

	int size() {
		return this.seen.size();
	}

	private void add(Object object) {
		if (object != null && !(object instanceof Class) && !(object instanceof ClassLoader)
				&& !(object instanceof Thread) && !(object instanceof Module) && !(object instanceof Reference)
				&& this.seen.put(object, Boolean.TRUE) == null) {
			this.next.addLast(object);
		}
	}

	private void visit(Object object) {
		if (object instanceof String text) {
			this.strings.add(text);
		}
		else if (object instanceof byte[] bytes) {
			this.strings.add(new String(bytes, StandardCharsets.ISO_8859_1));
		}
		else if (object instanceof char[] chars) {
			this.strings.add(new String(chars));
		}
		else if (object.getClass().isArray()) {
			if (!object.getClass().getComponentType().isPrimitive()) {
				for (int i = 0; i < Array.getLength(object); i++) {
					add(Array.get(object, i));
				}
			}
		}
		else {
			visitFields(object);
		}
	}

	private void visitFields(Object object) {
		if (object instanceof Throwable ex) {
			add(ex.getMessage());
			add(ex.toString());
			add(ex.getCause());
			add(ex.getSuppressed());
		}
		if (object instanceof Collection<?> collection) {
			collection.forEach(this::add);
		}
		if (object instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				add(key);
				add(value);
			});
		}
		for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
					add(read(field, object));
				}
			}
		}
	}

	/**
	 * Read a field, except those of JDK classes, which are not accessible.
	 */
	private static Object read(AccessibleObject field, Object object) {
		try {
			return field.trySetAccessible() ? ((Field) field).get(object) : null;
		}
		catch (IllegalAccessException ex) {
			return null;
		}
	}

}
