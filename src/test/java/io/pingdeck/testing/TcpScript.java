package io.pingdeck.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A minimal TCP server on the JDK that treats every connection in the same way.
public final class TcpScript implements AutoCloseable {
  private final ServerSocket socket;
  private final Act act;
  private final AtomicInteger connections = new AtomicInteger();

  /// Handles a connection, which is closed afterwards.
  @FunctionalInterface
  public interface Act {
    void play(Socket connection) throws IOException;
  }

  public TcpScript(Act act) throws IOException {
    this.act = act;
    socket = new ServerSocket(0, 500, InetAddress.getByName("127.0.0.1"));
    Thread.ofPlatform().daemon(true).name("tcp-script").start(this::accept);
  }

  /// Reads lines and replies to each with the result of `answer`.
  public static Act lines(UnaryOperator<String> answer) {
    return connection -> {
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        connection.getOutputStream().write((answer.apply(line) + "\n").getBytes(US_ASCII));
      }
    };
  }

  public int port() {
    return socket.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> play(connection));
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void play(Socket connection) {
    try (connection) {
      act.play(connection);
    } catch (IOException peerLeft) {
      // The script is over.
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
