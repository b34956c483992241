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

package com.example.smoke;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTemplate;

/**
 * Sends one record with the client and one with the template, and then exits.
 */
@SpringBootApplication
public class SmokeApplication {

	private static final Logger logger = LoggerFactory.getLogger(SmokeApplication.class);

	/**
	 * Start the application.
	 * @param args the command-line arguments, which must include {@code --smoke.pipe-id}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SmokeApplication.class, args);
	}

	@Bean
	CommandLineRunner ship(BatchPipeClient client, BatchPipeTemplate template,
			@Value("${smoke.pipe-id}") String pipeId) {
		return (args) -> {
			client.ingest(pipeId, Map.of("sent-by", "client")).block();
			logger.info("Ingested: {}", template.ingest(pipeId, Map.of("sent-by", "template")));
		};
	}

}
