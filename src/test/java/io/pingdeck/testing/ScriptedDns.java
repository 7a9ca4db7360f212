package io.pingdeck.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A name server on loopback with scripted answers, over UDP and TCP on one port.
public final class ScriptedDns implements AutoCloseable {
  private static final int A = 1;
  private static final int AAAA = 28;
  private static final int CNAME = 5;

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private volatile Answer otherwise = new Rcode(3);

  /// The answer for one name.
  public sealed interface Answer {}

  /// @param addresses literals of either family
  public record Addresses(int ttl, List<String> addresses) implements Answer {}

  public record Alias(int ttl, String name) implements Answer {}

  public record Rcode(int rcode) implements Answer {}

  /// Never answers queries of one type.
  public record OnlyOneFamily(int silentType, Addresses answer) implements Answer {}

  /// Truncated over UDP.
  public record OverTcp(Addresses answer) implements Answer {}

  public record Silence() implements Answer {}

  /// Answers with an identifier that was never sent.
  public record AnotherId() implements Answer {}

  /// These bytes follow the header and the question, with this number of records.
  public record Raw(int records, byte[] bytes) implements Answer {}

  public ScriptedDns() throws IOException {
    this(PortPair.free(InetAddress.ofLiteral("127.0.0.1")));
  }

  public ScriptedDns(InetAddress address, int port) throws IOException {
    this(PortPair.at(address, port));
  }

  private ScriptedDns(PortPair ports) {
    tcp = ports.tcp();
    udp = ports.udp();
    Thread.ofPlatform().daemon().start(this::serveUdp);
    Thread.ofPlatform().daemon().start(this::serveTcp);
  }

  public int port() {
    return udp.getLocalPort();
  }

  /// Number of queries so far.
  public int questions() {
    return questions.get();
  }

  public ScriptedDns say(String name, Answer answer) {
    answers.put(name, answer);
    return this;
  }

  public ScriptedDns sayAddresses(String name, int ttl, String... addresses) {
    return say(name, new Addresses(ttl, List.of(addresses)));
  }

  public ScriptedDns otherwise(Answer answer) {
    otherwise = answer;
    return this;
  }

  private void serveUdp() {
    byte[] bytes = new byte[512];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        udp.receive(packet);
        questions.incrementAndGet();
        byte[] answer = answer(ByteBuffer.wrap(bytes, 0, packet.getLength()), false);
        if (answer.length > 0) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (Socket socket = tcp.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          byte[] query = in.readNBytes(in.readUnsignedShort());
          byte[] answer = answer(ByteBuffer.wrap(query), true);
          ByteBuffer framed = ByteBuffer.allocate(2 + answer.length);
          framed.putShort((short) answer.length).put(answer);
          socket.getOutputStream().write(framed.array());
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  /// @return empty for silence
  private byte[] answer(ByteBuffer query, boolean overTcp) {
    int end = 12;
    StringBuilder name = new StringBuilder();
    while (query.get(end) != 0) {
      int length = query.get(end);
      name.append(name.isEmpty() ? "" : ".");
      for (int i = 1; i <= length; i++) {
        name.append((char) query.get(end + i));
      }
      end += 1 + length;
    }
    int type = query.getShort(end + 1);
    ByteBuffer out = ByteBuffer.allocate(4096);
    out.put(query.array(), 0, end + 5);
    out.putShort(2, (short) 0x8180);
    Answer said = answers.getOrDefault(name.toString(), otherwise);
    return write(out, said, type, overTcp);
  }

  private byte[] write(ByteBuffer out, Answer said, int type, boolean overTcp) {
    switch (said) {
      case Silence() -> {
        return new byte[0];
      }
      case AnotherId() -> out.putShort(0, (short) (out.getShort(0) ^ 0x552a));
      case Rcode(int rcode) -> out.putShort(2, (short) (0x8180 | rcode));
      case Addresses(int ttl, var addresses) -> addresses(out, 12, type, ttl, addresses);
      case Alias(int ttl, String name) -> alias(out, ttl, name, type);
      case OnlyOneFamily(int silent, Addresses answer) -> {
        return type == silent ? new byte[0] : write(out, answer, type, overTcp);
      }
      case OverTcp(Addresses answer) -> {
        if (overTcp) {
          return write(out, answer, type, true);
        }
        out.putShort(2, (short) 0x8380);
      }
      case Raw(int records, byte[] bytes) -> {
        out.putShort(6, (short) records);
        out.put(bytes);
      }
    }
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  private void alias(ByteBuffer out, int ttl, String name, int type) {
    out.putShort((short) 0xc00c).putShort((short) CNAME).putShort((short) 1).putInt(ttl);
    int lengthAt = out.position();
    out.putShort((short) 0);
    int nameAt = out.position();
    for (String label : name.split("\\.")) {
      out.put((byte) label.length()).put(label.getBytes());
    }
    out.put((byte) 0);
    out.putShort(lengthAt, (short) (out.position() - nameAt));
    out.putShort(6, (short) 1);
    if (answers.get(name) instanceof Addresses(int itsTtl, var addresses)) {
      addresses(out, nameAt, type, itsTtl, addresses);
    }
  }

  private static void addresses(
      ByteBuffer out, int owner, int type, int ttl, List<String> addresses) {
    for (String text : addresses) {
      byte[] address = InetAddress.ofLiteral(text).getAddress();
      if ((address.length == 4 ? A : AAAA) == type) {
        out.putShort((short) (0xc000 | owner)).putShort((short) type).putShort((short) 1);
        out.putInt(ttl).putShort((short) address.length).put(address);
        out.putShort(6, (short) (out.getShort(6) + 1));
      }
    }
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
