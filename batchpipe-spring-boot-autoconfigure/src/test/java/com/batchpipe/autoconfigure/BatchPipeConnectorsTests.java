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

import java.net.http.HttpClient.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;
import reactor.netty.transport.ProxyProvider;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTimeoutException;
import com.batchpipe.client.BatchPipeTransportException;
import com.batchpipe.hostile.HostileServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BatchPipeConnectors} and the application's settings that apply to
 * them.
 */
@ExtendWith(OutputCaptureExtension.class)
class BatchPipeConnectorsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Map<String, ClientHttpConnectorBuilderCustomizer<?>> FOLLOW_REDIRECTS = Map.of("reactor",
			customizer((ReactorClientHttpConnectorBuilder builder) -> builder
				.withHttpClientCustomizer((httpClient) -> httpClient.followRedirect(true))),
			"jetty",
			customizer(
					(JettyClientHttpConnectorBuilder builder) -> builder
						.withHttpClientCustomizer((httpClient) -> httpClient.setFollowRedirects(true))),
			"http-components",
			customizer((HttpComponentsClientHttpConnectorBuilder builder) -> builder
				.withDefaultRequestConfigCustomizer((config) -> config.setRedirectsEnabled(true))),
			"jdk", customizer((JdkClientHttpConnectorBuilder builder) -> builder
				.withHttpClientCustomizer((httpClient) -> httpClient.followRedirects(Redirect.ALWAYS))));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BatchPipeAutoConfiguration.class, WebClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
				SslAutoConfiguration.class))
		.withPropertyValues("batchpipe.retry.max-retries=0");

	@Test
	void eachPoolHasAConnectorOfItsOwn() {
		this.contextRunner.withPropertyValues("batchpipe.base-url=https://api.example.com").run((context) -> {
			BatchPipeConnectors connectors = context.getBean(BatchPipeConnectors.class);
			assertThat(connectors.get("one")).isSameAs(connectors.get("one")).isNotSameAs(connectors.get("other"));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components", "jdk" })
	void eachConnectorOfSpringBootWorksAndNeverFollowsRedirects(String connector) {
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.route((routes) -> routes.get("/v1/health", (request, response) -> response.sendRedirect("/elsewhere"))
				.get("/elsewhere", (request, response) -> response.status(204).send()))
			.bindNow();
		try {
			this.contextRunner
				.withPropertyValues("batchpipe.base-url=http://127.0.0.1:" + server.port(),
						"spring.http.clients.reactive.connector=" + connector, "spring.http.clients.redirects=follow")
				.withBean("redirects", ClientHttpConnectorBuilderCustomizer.class,
						() -> FOLLOW_REDIRECTS.get(connector))
				.run((context) -> assertThat(context.getBean(BatchPipeClient.class).health().block(PATIENCE).status())
					.isEqualTo(302));
		}
		finally {
			server.disposeNow();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components", "jdk" })
	void readTimeoutOfTheApplicationIsKept(String connector) {
		try (HostileServer server = HostileServer.start((request, peer) -> {
		})) {
			this.contextRunner
				.withPropertyValues("batchpipe.base-url=" + server.baseUrl(),
						"spring.http.clients.reactive.connector=" + connector, "spring.http.clients.read-timeout=1s")
				.run((context) -> assertThatExceptionOfType(BatchPipeTimeoutException.class)
					.isThrownBy(() -> context.getBean(BatchPipeClient.class).health().block(PATIENCE))
					.withMessageContaining("did not arrive in time"));
		}
	}

	@Test
	void warnsOnceOfTheConnectorThatCanMixUpResponses(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("batchpipe.base-url=https://api.example.com",
					"spring.http.clients.reactive.connector=jdk")
			.run((context) -> {
				context.getBean(BatchPipeConnectors.class).get("other");
				assertThat(output).containsOnlyOnce("Connections to BatchPipe use the JDK's HTTP client");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "http-components" })
	void doesNotWarnOfOtherConnectors(String connector, CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("batchpipe.base-url=https://api.example.com",
					"spring.http.clients.reactive.connector=" + connector)
			.run((context) -> assertThat(output).doesNotContain("JDK's HTTP client"));
	}

	@Test
	void customizersOfTheApplicationReachJettyAndItsThreadsEndWithTheContext() {
		AtomicReference<org.eclipse.jetty.client.HttpClient> httpClient = new AtomicReference<>();
		try (HostileServer server = HostileServer
			.start((request, peer) -> peer.send(HostileServer.response(200, "{}")))) {
			this.contextRunner
				.withPropertyValues("batchpipe.base-url=" + server.baseUrl(),
						"spring.http.clients.reactive.connector=jetty")
				.withBean("jettyCustomizer", ClientHttpConnectorBuilderCustomizer.class, () -> jetty(httpClient::set))
				.run((context) -> {
					assertThat(context.getBean(BatchPipeClient.class).health().block(PATIENCE).status()).isEqualTo(200);
					assertThat(httpClient.get().isStarted()).isTrue();
				});
			assertThat(httpClient.get().isStopped()).isTrue();
		}
	}

	private static <B extends ClientHttpConnectorBuilder<?>> ClientHttpConnectorBuilderCustomizer<B> customizer(
			ClientHttpConnectorBuilderCustomizer<B> customizer) {
		return customizer;
	}

	private static ClientHttpConnectorBuilderCustomizer<JettyClientHttpConnectorBuilder> jetty(
			Consumer<org.eclipse.jetty.client.HttpClient> customizer) {
		return (builder) -> builder.withHttpClientCustomizer(customizer);
	}

	@Test
	void proxyOfTheApplicationIsUsed() {
		AtomicReference<String> connect = new AtomicReference<>();
		DisposableServer proxy = HttpServer.create().host("127.0.0.1").handle((request, response) -> {
			connect.set(request.method() + " " + request.uri());
			return response.status(502).send();
		}).bindNow();
		try {
			this.contextRunner.withPropertyValues("batchpipe.base-url=https://api.example.com")
				.withBean("proxyCustomizer", ClientHttpConnectorBuilderCustomizer.class, () -> proxy(proxy.port()))
				.run((context) -> {
					assertThatExceptionOfType(BatchPipeTransportException.class)
						.isThrownBy(() -> context.getBean(BatchPipeClient.class).health().block(PATIENCE));
					assertThat(connect).hasValue("CONNECT api.example.com:443");
				});
		}
		finally {
			proxy.disposeNow();
		}
	}

	private static ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> proxy(int port) {
		return (builder) -> builder.withHttpClientCustomizer((httpClient) -> httpClient
			.proxy((spec) -> spec.type(ProxyProvider.Proxy.HTTP).host("127.0.0.1").port(port)));
	}

	@ParameterizedTest
	@CsvSource({ "reactor, HTTP/1.1", "jetty, HTTP/1.1", "http-components, HTTP/2.0", "jdk, HTTP/2.0" })
	void eachConnectorCallsAServerThatOffersHttp2(String connector, String protocol, @TempDir Path directory)
			throws Exception {
		X509Bundle certificate = new CertificateBuilder().rsa2048()
			.subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		Path ca = Files.writeString(directory.resolve("ca.pem"), certificate.getCertificatePEM());
		SslProvider.GenericSslContextSpec<?> tls = Http2SslContextSpec.forServer(certificate.toKeyManagerFactory());
		List<String> protocols = new CopyOnWriteArrayList<>();
		DisposableServer server = HttpServer.create()
			.host("localhost")
			.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
			.secure((spec) -> spec.sslContext(tls))
			.handle((request, response) -> {
				protocols.add(request.protocol());
				return response.status(204).send();
			})
			.bindNow();
		try {
			this.contextRunner
				.withPropertyValues("batchpipe.base-url=https://localhost:" + server.port(),
						"spring.http.clients.reactive.connector=" + connector, "batchpipe.ssl.bundle=own",
						"spring.ssl.bundle.pem.own.truststore.certificate=file:" + ca,
						"spring.ssl.bundle.pem.own.options.enabled-protocols=TLSv1.3")
				.run((context) -> {
					BatchPipeClient client = context.getBean(BatchPipeClient.class);
					for (int i = 0; i < 3; i++) {
						assertThat(client.health().block(PATIENCE).status()).isEqualTo(204);
					}
				});
		}
		finally {
			server.disposeNow();
		}
		assertThat(protocols).hasSize(3).containsOnly(protocol);
	}

	@Test
	void sslBundleWithAClientCertificateIsUsed(@TempDir Path directory) throws Exception {
		X509Bundle authority = new CertificateBuilder().rsa2048()
			.subject("CN=private")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		X509Bundle clientCertificate = new CertificateBuilder().rsa2048()
			.subject("CN=shop")
			.addExtendedKeyUsageClientAuth()
			.buildIssuedBy(authority);
		DisposableServer server = secureServer(authority);
		Path ca = Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
		Path certificate = Files.writeString(directory.resolve("client.pem"), clientCertificate.getCertificatePEM());
		Path key = Files.writeString(directory.resolve("client.key"), clientCertificate.getPrivateKeyPEM());
		try {
			this.contextRunner.withPropertyValues("batchpipe.base-url=https://localhost:" + server.port(),
					"batchpipe.ssl.bundle=partner", "spring.ssl.bundle.pem.partner.truststore.certificate=file:" + ca,
					"spring.ssl.bundle.pem.partner.keystore.certificate=file:" + certificate,
					"spring.ssl.bundle.pem.partner.keystore.private-key=file:" + key)
				.run((context) -> assertThat(context.getBean(BatchPipeClient.class).health().block(PATIENCE).status())
					.isEqualTo(204));
			this.contextRunner.withPropertyValues("batchpipe.base-url=https://localhost:" + server.port())
				.run((context) -> assertThatExceptionOfType(BatchPipeTransportException.class)
					.isThrownBy(() -> context.getBean(BatchPipeClient.class).health().block(PATIENCE))
					.withMessageContaining("PKIX path"));
		}
		finally {
			server.disposeNow();
		}
	}

	private static DisposableServer secureServer(X509Bundle authority) throws Exception {
		X509Bundle certificate = new CertificateBuilder().rsa2048()
			.subject("CN=localhost")
			.addSanDnsName("localhost")
			.addExtendedKeyUsageServerAuth()
			.buildIssuedBy(authority);
		SslContext sslContext = SslContextBuilder.forServer(certificate.toKeyManagerFactory())
			.trustManager(authority.toTrustManagerFactory())
			.clientAuth(ClientAuth.REQUIRE)
			.build();
		return HttpServer.create()
			.host("localhost")
			.secure((spec) -> spec.sslContext(sslContext))
			.handle((request, response) -> response.status(204).send())
			.bindNow();
	}

}
