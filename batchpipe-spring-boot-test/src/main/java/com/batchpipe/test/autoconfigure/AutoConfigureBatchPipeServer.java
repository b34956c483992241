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

package com.batchpipe.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Annotation for a test class whose application uses an embedded BatchPipe instead of the
 * service. It can be combined with {@code @SpringBootTest} and with the annotations of
 * test slices.
 * <p>
 * The {@link com.batchpipe.test.BatchPipeServer BatchPipeServer} is started with the
 * application context and closed with it. It replaces all connection properties and
 * connection details, so the application needs none, and a key from the environment is
 * never sent. The server is a bean, and test methods can declare it as a parameter. A
 * parameter of type {@link com.batchpipe.test.BatchPipeWorkspace BatchPipeWorkspace}
 * gives a test its own workspace, which the application does not use. For each
 * {@code batchpipe.workspaces.<name>} of the application, the server has a workspace,
 * which {@link com.batchpipe.test.BatchPipeServer#workspace(String) workspace(name)}
 * returns.
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;AutoConfigureBatchPipeServer(pipes = "01890a5d-ac96-774b-bcce-b302099a8057")
 * class OrdersTests {
 *
 *     &#064;Test
 *     void shipsOrders(@Autowired Orders orders, @Autowired BatchPipeServer server) {
 *         orders.place(new Order(1));
 *         assertThat(server).pipe("01890a5d-ac96-774b-bcce-b302099a8057").receivedExactly(new Order(1));
 *     }
 *
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@ExtendWith(BatchPipeServerParameterResolver.class)
public @interface AutoConfigureBatchPipeServer {

	/**
	 * Identifiers of pipes that exist in the first workspace from the start and after
	 * each reset.
	 * @return the values of {@code pipe_id}
	 */
	String[] pipes() default {};

	/**
	 * Whether the server is reset after each test. A reset removes all faults and
	 * restores the pipes, keys, records and requests that existed after the application
	 * had started. Records that are still buffered by a
	 * {@link com.batchpipe.publisher.BatchPipePublisher BatchPipePublisher} of the
	 * application or pending in an outbox are first sent or, if that fails, handed back
	 * or deleted, so that they do not arrive during the next test.
	 * @return whether to reset the server
	 */
	boolean resetAfterTest() default true;

}
