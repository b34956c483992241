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

package com.batchpipe.client.connector;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.Lock;

import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that lets others have their turn. The library reads from a connection as
 * long as there is something to read, so that a server that sends interim responses
 * without end would keep a thread, and all connections of that thread, to itself.
 */
final class FairIoSession implements IOSession {

	private static final int MAX_BYTES_AT_A_TIME = 256 * 1024;

	private final IOSession delegate;

	private int bytes;

	FairIoSession(IOSession delegate) {
		this.delegate = delegate;
	}

	@Override
	public int read(ByteBuffer dst) throws IOException {
		if (this.bytes > MAX_BYTES_AT_A_TIME) {
			this.bytes = 0;
			return 0;
		}
		int read = this.delegate.read(dst);
		this.bytes = (read > 0) ? this.bytes + read : 0;
		return read;
	}

	@Override
	public int write(ByteBuffer src) throws IOException {
		return this.delegate.write(src);
	}

	@Override
	public IOEventHandler getHandler() {
		return this.delegate.getHandler();
	}

	@Override
	public void upgrade(IOEventHandler handler) {
		this.delegate.upgrade(handler);
	}

	@Override
	public Lock getLock() {
		return this.delegate.getLock();
	}

	@Override
	public void enqueue(Command command, Command.Priority priority) {
		this.delegate.enqueue(command, priority);
	}

	@Override
	public boolean hasCommands() {
		return this.delegate.hasCommands();
	}

	@Override
	public Command poll() {
		return this.delegate.poll();
	}

	@Override
	public ByteChannel channel() {
		return this.delegate.channel();
	}

	@Override
	public SocketAddress getRemoteAddress() {
		return this.delegate.getRemoteAddress();
	}

	@Override
	public SocketAddress getLocalAddress() {
		return this.delegate.getLocalAddress();
	}

	@Override
	public int getEventMask() {
		return this.delegate.getEventMask();
	}

	@Override
	public void setEventMask(int ops) {
		this.delegate.setEventMask(ops);
	}

	@Override
	public void setEvent(int op) {
		this.delegate.setEvent(op);
	}

	@Override
	public void clearEvent(int op) {
		this.delegate.clearEvent(op);
	}

	@Override
	public void close() {
		this.delegate.close();
	}

	@Override
	public void close(CloseMode closeMode) {
		this.delegate.close(closeMode);
	}

	@Override
	public Status getStatus() {
		return this.delegate.getStatus();
	}

	@Override
	public boolean isOpen() {
		return this.delegate.isOpen();
	}

	@Override
	public Timeout getSocketTimeout() {
		return this.delegate.getSocketTimeout();
	}

	@Override
	public void setSocketTimeout(Timeout timeout) {
		this.delegate.setSocketTimeout(timeout);
	}

	@Override
	public long getLastReadTime() {
		return this.delegate.getLastReadTime();
	}

	@Override
	public long getLastWriteTime() {
		return this.delegate.getLastWriteTime();
	}

	@Override
	public long getLastEventTime() {
		return this.delegate.getLastEventTime();
	}

	@Override
	public void updateReadTime() {
		this.delegate.updateReadTime();
	}

	@Override
	public void updateWriteTime() {
		this.delegate.updateWriteTime();
	}

	@Override
	public String getId() {
		return this.delegate.getId();
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
