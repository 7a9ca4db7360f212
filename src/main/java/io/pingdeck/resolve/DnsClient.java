package io.pingdeck.resolve;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.dns.DnsMessage;
import io.pingdeck.packet.dns.DnsQuestion;
import io.pingdeck.packet.dns.DnsRcode;
import io.pingdeck.packet.dns.DnsRecords;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A DNS stub resolver (RFC 1034 section 5.3.1). Sends each query over UDP from a new socket, so
/// that a forger has to guess its random port as well as the identifier. Falls back to TCP if the
/// response was truncated (RFC 7766). Blocks: for virtual threads only.
final class DnsClient {
  /// Timeout of the first round: shorter, so that a lost datagram does not cost as much as a slow
  /// server.
  private static final Duration FIRST_TRY = Duration.ofSeconds(1);

  private static final int MAX_UDP_BYTES = 4096;
  private static final int IDS = 1 << 16;

  private final RandomGenerator random = new SecureRandom();
  private final int port;

  /// @param port port of every server
  DnsClient(int port) {
    this.port = port;
  }

  /// @param deadline in terms of [System#nanoTime()]
  DnsResult ask(DnsQuestion question, ResolverConfig config, long deadline) {
    Map<String, String> failures = new LinkedHashMap<>();
    for (int round = 0; round < config.rounds(); round++) {
      for (InetAddress server : config.servers()) {
        long patience = (round == 0 ? FIRST_TRY : config.timeout()).toNanos();
        long now = System.nanoTime();
        long until = deadline - now < patience ? deadline : now + patience;
        String name = Endpoint.of(server, 0).host();
        if (until - now <= 0) {
          failures.putIfAbsent(name, "not asked: " + name);
          continue;
        }
        switch (ask(question, server, name, until)) {
          case DnsResult.Failed(String reason) -> failures.put(name, reason);
          case DnsResult result -> {
            return result;
          }
        }
      }
    }
    return new DnsResult.Failed(String.join("; ", failures.values()));
  }

  private DnsResult ask(DnsQuestion question, InetAddress server, String name, long until) {
    byte[] section = DnsMessage.question(question);
    ByteBuffer query = ByteBuffer.allocate(DnsMessage.HEADER_BYTES + section.length);
    int id = random.nextInt(IDS);
    DnsMessage.writeQuery(query, id, section);
    try {
      ByteBuffer answer = overUdp(query, section, server, until);
      if (DnsMessage.isTruncated(answer)) {
        answer = overTcp(query, server, until);
        if (!isAnswer(answer, id, section)) {
          return new DnsResult.Failed("an answer that cannot be read from " + name);
        }
      }
      return result(answer, question, name);
    } catch (SocketTimeoutException e) {
      return new DnsResult.Failed("no answer from " + name);
    } catch (PortUnreachableException e) {
      return new DnsResult.Failed("no name server at " + name);
    } catch (IOException e) {
      return new DnsResult.Failed("cannot ask " + name + ": " + e.getMessage());
    }
  }

  private static boolean isAnswer(ByteBuffer answer, int id, byte[] section) {
    return answer.limit() >= DnsMessage.HEADER_BYTES
        && DnsMessage.id(answer) == id
        && DnsMessage.isAnswer(answer, answer.limit(), section);
  }

  private ByteBuffer overUdp(ByteBuffer query, byte[] section, InetAddress server, long until)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(server, port));
      socket.send(new DatagramPacket(query.array(), query.capacity()));
      DatagramPacket packet = new DatagramPacket(new byte[MAX_UDP_BYTES], MAX_UDP_BYTES);
      while (true) {
        socket.setSoTimeout(millisUntil(until));
        socket.receive(packet);
        ByteBuffer answer = ByteBuffer.wrap(packet.getData()).limit(packet.getLength());
        if (isAnswer(answer, DnsMessage.id(query), section)) {
          return answer;
        }
        packet.setLength(MAX_UDP_BYTES);
      }
    }
  }

  private ByteBuffer overTcp(ByteBuffer query, InetAddress server, long until) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server, port), millisUntil(until));
      ByteBuffer framed = ByteBuffer.allocate(Short.BYTES + query.capacity());
      framed.putShort((short) query.capacity()).put(query.array());
      socket.getOutputStream().write(framed.array());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      socket.setSoTimeout(millisUntil(until));
      byte[] answer = new byte[in.readUnsignedShort()];
      for (int read = 0; read < answer.length; ) {
        socket.setSoTimeout(millisUntil(until));
        int more = in.read(answer, read, answer.length - read);
        if (more < 0) {
          throw new IOException("the connection ended within the answer");
        }
        read += more;
      }
      return ByteBuffer.wrap(answer);
    }
  }

  private static int millisUntil(long until) throws SocketTimeoutException {
    long nanos = until - System.nanoTime();
    if (nanos <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) Math.max(1, nanos / 1_000_000);
  }

  private static DnsResult result(ByteBuffer answer, DnsQuestion question, String server) {
    int rcode = DnsMessage.rcode(answer);
    if (rcode == DnsRcode.NXDOMAIN) {
      return new DnsResult.NoName(server);
    }
    if (rcode != DnsRcode.NOERROR) {
      return new DnsResult.Failed(DnsRcode.name(rcode) + " from " + server);
    }
    Optional<DnsRecords> records = DnsRecords.read(answer, answer.limit(), question);
    if (records.isEmpty()) {
      return new DnsResult.Failed("an answer that cannot be read from " + server);
    }
    return records.get().addresses().isEmpty()
        ? new DnsResult.NoAddress()
        : new DnsResult.Found(
            records.get().addresses(), Duration.ofSeconds(records.get().ttlSeconds()));
  }
}
