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

package com.batchpipe.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a plain socket that sends the exact bytes of a script and records the
 * requests. The only part of HTTP that it implements is finding the end of a request, so
 * that a script can violate every rule.
 */
public final class HostileServer implements AutoCloseable {

	private static final int BACKLOG = 1024;

	private static final int MAX_OPEN_CONNECTIONS = 1000;

	private static final int MAX_REQUEST_SIZE = 1024 * 1024;

	private final Script script;

	private final ServerSocket serverSocket;

	private final ExecutorService threads = Executors.newCachedThreadPool(HostileServer::daemon);

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(HostileServer::daemon);

	private final Thread acceptor = daemon(this::accept);

	private final Map<Integer, Socket> open = new ConcurrentHashMap<>();

	private final Set<Integer> used = ConcurrentHashMap.newKeySet();

	private final AtomicInteger connections = new AtomicInteger();

	private final Collection<Request> requests = new ConcurrentLinkedQueue<>();

	private HostileServer(Script script) {
		this.script = script;
		try {
			this.serverSocket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start a server on a free local port.
	 * @param script sends the response to each request
	 * @return the server
	 */
	public static HostileServer start(Script script) {
		HostileServer server = new HostileServer(script);
		server.acceptor.start();
		return server;
	}

	/**
	 * Return the bytes of a well-formed JSON response.
	 * @param status the status
	 * @param json the body
	 * @return the response
	 */
	public static String response(int status, String json) {
		return "HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\nContent-Length: "
				+ json.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + json;
	}

	/**
	 * Return the bytes of a well-formed response that contains the id of the request.
	 * @param request the request
	 * @return the response
	 */
	public static String responseTo(Request request) {
		return response(200, "{\"id\":\"" + request.id() + "\"}");
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "hostile-server");
		thread.setDaemon(true);
		return thread;
	}

	public String baseUrl() {
		return "http://127.0.0.1:" + this.serverSocket.getLocalPort();
	}

	/**
	 * Return the number of connections opened so far.
	 * @return the number of connections, open and closed
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * Return the number of connections with a request that neither side has closed. If
	 * the client closes a connection while a script is sending, this is detected with the
	 * next bytes.
	 * @return the number of connections
	 */
	public int openConnections() {
		return this.used.size();
	}

	/**
	 * Return the complete requests, in the order of their arrival.
	 * @return the requests so far
	 */
	public List<Request> requests() {
		return List.copyOf(this.requests);
	}

	private void accept() {
		while (!this.serverSocket.isClosed()) {
			try {
				Socket socket = this.serverSocket.accept();
				int number = this.connections.incrementAndGet();
				if (this.open.size() >= MAX_OPEN_CONNECTIONS) {
					socket.close();
					continue;
				}
				this.open.put(number, socket);
				socket.setTcpNoDelay(true);
				this.threads.execute(() -> serve(socket, number));
			}
			catch (IOException | RejectedExecutionException ex) {
				// The server is being closed.
			}
		}
	}

	private void serve(Socket socket, int number) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			Peer peer = new Peer(socket, this.timer);
			Request request = Request.read(in, number, 1);
			while (request != null) {
				this.used.add(number);
				this.requests.add(request);
				this.script.respond(request, peer);
				request = Request.read(in, number, request.position() + 1);
			}
		}
		catch (IOException | RejectedExecutionException ex) {
			// The client or the script has closed the connection.
		}
		finally {
			this.open.remove(number);
			this.used.remove(number);
		}
	}

	@Override
	public void close() {
		try {
			this.serverSocket.close();
			// The port is open until connections are no longer accepted.
			this.acceptor.join();
			for (Socket socket : this.open.values()) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.timer.shutdownNow();
		this.threads.shutdownNow();
	}

	/**
	 * Sends the response to a request. When it returns, the server waits for the next
	 * request on the connection.
	 */
	@FunctionalInterface
	public interface Script {

		void respond(Request request, Peer peer) throws IOException;

	}

	/**
	 * A received request.
	 *
	 * @param connection the number of its connection, starting at one
	 * @param position its position among the requests of the connection, starting at one
	 * @param method the method
	 * @param target the path and query
	 * @param headers the headers by their names in lower case; values of repeated headers
	 * are joined with a comma
	 * @param body the body
	 */
	public record Request(int connection, int position, String method, String target, Map<String, String> headers,
			String body) {

		private static Request read(InputStream in, int connection, int position) throws IOException {
			String[] requestLine = line(in).split(" ");
			if (requestLine.length != 3) {
				return null;
			}
			Map<String, String> headers = new TreeMap<>();
			for (String line = line(in); !line.isEmpty(); line = line(in)) {
				int colon = line.indexOf(':');
				if (colon < 0) {
					throw new IOException("The client does not speak HTTP");
				}
				headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
						(one, other) -> one + "," + other);
			}
			int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
			byte[] body = in.readNBytes(Math.min(length, MAX_REQUEST_SIZE));
			return new Request(connection, position, requestLine[0], requestLine[1], headers,
					new String(body, StandardCharsets.UTF_8));
		}

		private static String line(InputStream in) throws IOException {
			ByteArrayOutputStream line = new ByteArrayOutputStream();
			int next = in.read();
			while (next != '\n') {
				if (next < 0 || line.size() > MAX_REQUEST_SIZE) {
					throw new EOFException();
				}
				if (next != '\r') {
					line.write(next);
				}
				next = in.read();
			}
			return line.toString(StandardCharsets.ISO_8859_1);
		}

		/**
		 * Return the last segment of the path, which is the id of a pipe in most
		 * requests.
		 * @return the last segment
		 */
		public String id() {
			return this.target.substring(this.target.lastIndexOf('/') + 1);
		}

	}

	/**
	 * The client, as a script sees it.
	 */
	public static final class Peer {

		// Half of the time for which a connection of Reactor Netty rests.
		private static final long MAX_UNASKED_DELAY = Duration.ofMillis(50).toNanos();

		private final Object writing = new Object();

		private final Socket socket;

		private final ScheduledExecutorService timer;

		private volatile long lastSent = System.nanoTime();

		private Peer(Socket socket, ScheduledExecutorService timer) {
			this.socket = socket;
			this.timer = timer;
		}

		/**
		 * Send bytes with one write.
		 * @param bytes characters up to 255, each of which is one byte
		 * @throws IOException if the connection is closed
		 */
		public void send(String bytes) throws IOException {
			send(bytes.getBytes(StandardCharsets.ISO_8859_1));
		}

		public void send(byte[] bytes) throws IOException {
			// Do not close the socket itself: this would wait for a blocked write.
			synchronized (this.writing) {
				this.lastSent = System.nanoTime();
				this.socket.getOutputStream().write(bytes);
			}
		}

		/**
		 * Send bytes that no request has asked for, unless this server is so late that
		 * the client may already have used the connection again.
		 * @param bytes characters up to 255, each of which is one byte
		 * @throws IOException if the connection is closed
		 */
		public void sendUnasked(String bytes) throws IOException {
			if (System.nanoTime() - this.lastSent < MAX_UNASKED_DELAY) {
				send(bytes);
			}
		}

		public void sendUnaskedAfter(Duration delay, String bytes) {
			this.timer.schedule(() -> {
				sendUnasked(bytes);
				return null;
			}, delay.toMillis(), TimeUnit.MILLISECONDS);
		}

		/**
		 * Send bytes after a delay without waiting for it.
		 * @param delay the delay
		 * @param bytes characters up to 255, each of which is one byte
		 */
		public void sendAfter(Duration delay, String bytes) {
			this.timer.schedule(() -> {
				send(bytes);
				return null;
			}, delay.toMillis(), TimeUnit.MILLISECONDS);
		}

		/**
		 * Send the same bytes repeatedly, as fast as the client accepts them.
		 * @param bytes characters up to 255, each of which is one byte
		 * @throws IOException when the connection is closed, which always happens
		 */
		public void sendEndlessly(String bytes) throws IOException {
			while (true) {
				send(bytes);
			}
		}

		/**
		 * Send the same bytes repeatedly with a pause between them.
		 * @param bytes characters up to 255, each of which is one byte
		 * @param period the time from one to the next
		 */
		public void sendEndlessly(String bytes, Duration period) {
			this.timer.scheduleAtFixedRate(() -> {
				try {
					send(bytes);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, 0, period.toMillis(), TimeUnit.MILLISECONDS);
		}

		/**
		 * Close the connection after everything has been sent.
		 * @throws IOException if that fails
		 */
		public void close() throws IOException {
			this.socket.close();
		}

		/**
		 * Reset the connection, so that the client may not receive the last bytes.
		 * @throws IOException if that fails
		 */
		public void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

	}

}
