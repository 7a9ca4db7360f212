package io.pingdeck.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.MplsLabel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Records the entries of an error queue.
public final class ErrorLog implements ErrorSink {
  public record Entry(
      boolean ipv6,
      int type,
      int code,
      long info,
      Endpoint from,
      Endpoint to,
      String quoted,
      long stampEpochNanos) {}

  final List<MplsLabel> labels = new ArrayList<>();
  public final List<Entry> errors = new ArrayList<>();
  public final Map<Long, Long> stampOfTag = new HashMap<>();

  @Override
  public void icmpError(
      boolean ipv6,
      int type,
      int code,
      long info,
      long fromHigh,
      long fromLow,
      long toHigh,
      long toLow,
      int toPort,
      ByteBuffer quoted,
      long stampEpochNanos) {
    byte[] bytes = new byte[quoted.remaining()];
    quoted.get(0, bytes);
    errors.add(
        new Entry(
            ipv6,
            type,
            code,
            info,
            new Endpoint(fromHigh, fromLow, 0, 0),
            new Endpoint(toHigh, toLow, toPort, 0),
            new String(bytes, ISO_8859_1),
            stampEpochNanos));
  }

  @Override
  public void mplsLabels(List<MplsLabel> newLabels) {
    labels.addAll(newLabels);
  }

  @Override
  public void transmitted(long tag, long stampEpochNanos) {
    if (stampOfTag.put(tag, stampEpochNanos) != null) {
      throw new AssertionError("a second stamp for tag " + tag);
    }
  }
}
