package io.pingdeck.bench;

import io.pingdeck.packet.text.LabText;
import io.pingdeck.packet.text.LabTextParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A tcpdump capture of one pinger's packets, with timestamps in nanoseconds. File format: pcap
/// with nanoseconds (magic a1b23c4d) of Ethernet frames with IPv4 without options.
final class Capture implements AutoCloseable {
  private static final long HAND_OVER_MILLIS = 1_500;
  private static final int NANOSECONDS = 0xa1b2_3c4d;
  private static final int FILE_HEADER = 24;
  private static final int PACKET_HEADER = 16;
  private static final int ETHERNET = 14;
  private static final int IP = 20;
  private static final int PROTOCOL = ETHERNET + 9;
  private static final int PAYLOAD = ETHERNET + IP + 8; // UDP and ICMP headers have 8 bytes
  private static final int UDP = 17;
  private static final int ICMP = 1;
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;
  private static final int TCP_FLAGS = ETHERNET + IP + 13;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;

  private final Path file;
  private final Program tcpdump;

  private Capture(Path file, Program tcpdump) {
    this.file = file;
    this.tcpdump = tcpdump;
  }

  /// Starts the capture; returns when all further packets are captured.
  static Capture start(String device, String filter) {
    try {
      Path file = Files.createTempFile("bench", ".pcap");
      String command =
          "exec tcpdump --time-stamp-precision=nano -n -U -Z root -B 8192 -s 256 -i %s -w %s '%s' 2>&1"
              .formatted(device, file, filter);
      Program tcpdump = Program.start(List.of("sh", "-c", command));
      String line = tcpdump.line();
      while (!line.contains("listening on")) {
        line = tcpdump.line();
      }
      return new Capture(file, tcpdump);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One connection, in nanoseconds since its SYN.
  static final class Connection {
    private final long syn;
    private long handshake; // to the SYN-ACK
    private long total; // to the server's last byte, without its FIN

    private Connection(long syn) {
      this.syn = syn;
    }

    long handshake() {
      return handshake;
    }

    long total() {
      return total;
    }
  }

  @FunctionalInterface
  private interface Frames {
    void next(ByteBuffer frame, long nanos);
  }

  /// Ends the capture.
  ///
  /// @return by sequence, the nanoseconds between each request and its reply; a reply matches a
  ///   request with the same token (UDP) or identifier and sequence (ICMP)
  Map<Long, Long> rtts() {
    Map<Long, Long> requests = new HashMap<>();
    Map<Long, Long> rtts = new HashMap<>();
    LabTextParser parser = new LabTextParser();
    read((frame, nanos) -> {
      int length = frame.limit();
      if (length > PAYLOAD && frame.get(PROTOCOL) == UDP) {
        udp(frame, parser, nanos, requests, rtts);
      } else if (length >= PAYLOAD && frame.get(PROTOCOL) == ICMP) {
        icmp(frame, nanos, requests, rtts);
      }
    });
    return rtts;
  }

  /// Ends the capture.
  ///
  /// @return the TCP connections to this port on which the server replied, in the order of their
  ///   SYNs
  List<Connection> connections(int port) {
    Map<Integer, Connection> byPort = new LinkedHashMap<>();
    read((frame, nanos) -> tcp(frame, port, nanos, byPort));
    return byPort.values().stream().filter(connection -> connection.total > 0).toList();
  }

  private static void tcp(ByteBuffer frame, int port, long nanos, Map<Integer, Connection> byPort) {
    int from = Short.toUnsignedInt(frame.getShort(ETHERNET + IP));
    int to = Short.toUnsignedInt(frame.getShort(ETHERNET + IP + 2));
    int flags = frame.get(TCP_FLAGS) & (SYN | ACK);
    if (to == port && flags == SYN) {
      byPort.put(from, new Connection(nanos));
    }
    Connection connection = byPort.get(to);
    if (from != port || connection == null) {
      return;
    }
    int headers = IP + (frame.get(TCP_FLAGS - 1) >> 4 & 0xf) * 4;
    if (flags == (SYN | ACK)) {
      connection.handshake = nanos - connection.syn;
    } else if (Short.toUnsignedInt(frame.getShort(ETHERNET + 2)) > headers) {
      connection.total = nanos - connection.syn;
    }
  }

  private void read(Frames frames) {
    try {
      Thread.sleep(HAND_OVER_MILLIS); // tcpdump gets its last packets after a second
      tcpdump.close();
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      boolean little = bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(0) == NANOSECONDS;
      bytes.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      if (bytes.getInt(0) != NANOSECONDS) {
        throw new IllegalStateException("tcpdump gave no nanoseconds");
      }
      read(bytes, frames);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while tcpdump was ending", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(ByteBuffer file, Frames frames) {
    int at = FILE_HEADER;
    while (at + PACKET_HEADER <= file.limit()) {
      long nanos = Integer.toUnsignedLong(file.getInt(at)) * 1_000_000_000L + file.getInt(at + 4);
      int length = file.getInt(at + 8);
      if (at + PACKET_HEADER + length > file.limit()) {
        break; // tcpdump was stopped within a packet
      }
      frames.next(file.slice(at + PACKET_HEADER, length).order(ByteOrder.BIG_ENDIAN), nanos);
      at += PACKET_HEADER + length;
    }
  }

  private static void udp(
      ByteBuffer frame,
      LabTextParser parser,
      long nanos,
      Map<Long, Long> requests,
      Map<Long, Long> rtts) {
    if (parser.parse(frame, PAYLOAD, frame.limit() - PAYLOAD) == LabText.Kind.TAGGED) {
      Long sent = requests.putIfAbsent(parser.token(), nanos);
      if (sent != null) {
        rtts.put(parser.sequence(), nanos - sent);
      }
    }
  }

  private static void icmp(
      ByteBuffer frame, long nanos, Map<Long, Long> requests, Map<Long, Long> rtts) {
    long idAndSequence = frame.getInt(ETHERNET + IP + 4);
    if (frame.get(ETHERNET + IP) == ECHO_REQUEST) {
      requests.put(idAndSequence, nanos);
    } else if (frame.get(ETHERNET + IP) == ECHO_REPLY && requests.containsKey(idAndSequence)) {
      rtts.put(idAndSequence & 0xffff, nanos - requests.get(idAndSequence));
    }
  }

  @Override
  public void close() throws IOException {
    tcpdump.close();
    Files.deleteIfExists(file);
  }
}
