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

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BatchPipeClient} with servers whose certificates are issued by a
 * private certificate authority.
 */
class ClientTlsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String PASSWORD = "changeit";

	private static X509Bundle authority;

	private static X509Bundle otherAuthority;

	private static X509Bundle clientCertificate;

	private static WireMockServer server;

	private static WireMockServer strictServer;

	private BatchPipeClient client;

	@BeforeAll
	static void startServers(@TempDir Path directory) throws Exception {
		authority = authority("CN=private");
		otherAuthority = authority("CN=other");
		clientCertificate = new CertificateBuilder().rsa2048()
			.subject("CN=shop")
			.addExtendedKeyUsageClientAuth()
			.buildIssuedBy(authority);
		X509Bundle certificate = new CertificateBuilder().rsa2048()
			.subject("CN=localhost")
			.addSanDnsName("localhost")
			.addExtendedKeyUsageServerAuth()
			.buildIssuedBy(authority);
		String keys = store(directory.resolve("keys.p12"), keyStore(certificate));
		String trust = store(directory.resolve("trust.p12"), trustStore(authority));
		server = start(configuration(keys));
		strictServer = start(configuration(keys).needClientAuth(true)
			.trustStorePath(trust)
			.trustStorePassword(PASSWORD)
			.trustStoreType("PKCS12"));
	}

	@AfterAll
	static void stopServers() {
		server.stop();
		strictServer.stop();
	}

	@AfterEach
	void closeClient() {
		this.client.close();
		server.resetRequests();
		strictServer.resetRequests();
	}

	static Stream<Named<ClientHttpConnectorBuilder<?>>> connectors() {
		return Stream.of(Named.of("reactor", ClientHttpConnectorBuilder.reactor()),
				Named.of("jetty", ClientHttpConnectorBuilder.jetty()),
				Named.of("httpComponents", ClientHttpConnectorBuilder.httpComponents()),
				Named.of("jdk", ClientHttpConnectorBuilder.jdk()));
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void whenAuthorityIsTrustedThenCallSucceeds(ClientHttpConnectorBuilder<?> connector) throws Exception {
		this.client = client(server, connector, null, authority);
		assertThat(this.client.listPipes().block(PATIENCE).ok()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void whenAuthorityIsNotTrustedThenRequestWasNotSentAndReasonIsClear(ClientHttpConnectorBuilder<?> connector)
			throws Exception {
		this.client = client(server, connector, null, otherAuthority);
		assertThatExceptionOfType(BatchPipeTransportException.class)
			.isThrownBy(() -> this.client.ingest(OperationCall.PIPE, OperationCall.BODY).block(PATIENCE))
			.withMessageContaining("SSLHandshakeException")
			.withMessageContaining("PKIX path")
			.satisfies((ex) -> assertThat(ex.requestSent()).isEqualTo(RequestSent.NO));
		assertThat(server.getAllServeEvents()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void whenServerAsksForACertificateThenThatOfTheBundleIsSent(ClientHttpConnectorBuilder<?> connector)
			throws Exception {
		this.client = client(strictServer, connector, clientCertificate, authority);
		assertThat(this.client.ingest(OperationCall.PIPE, OperationCall.BODY).block(PATIENCE).ok()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void whenServerAsksForACertificateThatIsNotThereThenItIsATransportFailure(ClientHttpConnectorBuilder<?> connector)
			throws Exception {
		this.client = client(strictServer, connector, null, authority);
		assertThatExceptionOfType(BatchPipeTransportException.class)
			.isThrownBy(() -> this.client.ingest(OperationCall.PIPE, OperationCall.BODY).block(PATIENCE));
		assertThat(strictServer.getAllServeEvents()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("connectors")
	void whenCertificateIsForAnotherHostThenRequestWasNotSent(ClientHttpConnectorBuilder<?> connector)
			throws Exception {
		this.client = client("https://127.0.0.1:" + server.httpsPort(), connector, null, authority);
		assertThatExceptionOfType(BatchPipeTransportException.class)
			.isThrownBy(() -> this.client.ingest(OperationCall.PIPE, OperationCall.BODY).block(PATIENCE))
			.satisfies((ex) -> assertThat(ex.requestSent()).isEqualTo(RequestSent.NO));
		assertThat(server.getAllServeEvents()).isEmpty();
	}

	private static BatchPipeClient client(WireMockServer server, ClientHttpConnectorBuilder<?> connector,
			@Nullable X509Bundle certificate, X509Bundle trusted) throws Exception {
		return client("https://localhost:" + server.httpsPort(), connector, certificate, trusted);
	}

	private static BatchPipeClient client(String baseUrl, ClientHttpConnectorBuilder<?> connector,
			@Nullable X509Bundle certificate, X509Bundle trusted) throws Exception {
		KeyStore keys = (certificate != null) ? keyStore(certificate) : null;
		SslBundle bundle = SslBundle.of(SslStoreBundle.of(keys, PASSWORD, trustStore(trusted)));
		HttpClientSettings settings = HttpClientSettings.ofSslBundle(bundle).withRedirects(HttpRedirects.DONT_FOLLOW);
		return BatchPipeClient.builder()
			.baseUrl(baseUrl)
			.apiKey(ApiKey.of("bp_v1_tls"))
			.retryPolicy(RetryPolicy.none())
			.clientConnector(connector.build(settings))
			.build();
	}

	private static X509Bundle authority(String subject) throws Exception {
		return new CertificateBuilder().rsa2048().subject(subject).setIsCertificateAuthority(true).buildSelfSigned();
	}

	private static KeyStore keyStore(X509Bundle bundle) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setKeyEntry("key", bundle.getKeyPair().getPrivate(), PASSWORD.toCharArray(),
				bundle.getCertificatePathWithRoot());
		return store;
	}

	private static KeyStore trustStore(X509Bundle authority) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("ca", authority.getCertificate());
		return store;
	}

	private static String store(Path file, KeyStore store) throws Exception {
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, PASSWORD.toCharArray());
		}
		return file.toString();
	}

	private static WireMockConfiguration configuration(String keys) {
		return WireMockConfiguration.options()
			.dynamicPort()
			.dynamicHttpsPort()
			.keystorePath(keys)
			.keystorePassword(PASSWORD)
			.keyManagerPassword(PASSWORD)
			.keystoreType("PKCS12");
	}

	private static WireMockServer start(WireMockConfiguration configuration) {
		WireMockServer server = new WireMockServer(configuration);
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.okJson("{}")));
		server.start();
		return server;
	}

}
