package io.pingdeck.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.MplsLabel;
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
  public void icmpError(QueuedError queued) {
    byte[] bytes = new byte[queued.quoted.remaining()];
    queued.quoted.get(0, bytes);
    errors.add(
        new Entry(
            queued.ipv6,
            queued.type,
            queued.code,
            queued.info,
            queued.from(),
            new Endpoint(queued.toHigh, queued.toLow, queued.toPort, 0),
            new String(bytes, ISO_8859_1),
            queued.stampEpochNanos));
    labels.addAll(queued.mplsLabels);
  }

  @Override
  public void transmitted(long tag, long stampEpochNanos) {
    if (stampOfTag.put(tag, stampEpochNanos) != null) {
      throw new AssertionError("a second stamp for tag " + tag);
    }
  }
}
