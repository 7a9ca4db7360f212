package io.pingdeck.ping.sender;

import io.pingdeck.packet.text.BannerText;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Response;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Selects the pings that keep the text of their echoes. A text costs one object per reply.
public enum AnswerTexts {
  NONE,
  /// Pings whose interval is at least [#SHORTEST_INTERVAL].
  SLOW_PINGS,
  ALL;

  public static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

  /// The echo that begins at index 0, without the padding of the probe.
  ///
  /// @return null if this ping does not keep it
  public Response read(PingSpec spec, ByteBuffer echo, int length) {
    boolean told =
        switch (this) {
          case NONE -> false;
          case SLOW_PINGS -> spec.interval().compareTo(SHORTEST_INTERVAL) >= 0;
          case ALL -> true;
        };
    return told ? new Response.Echo(BannerText.of(echo, length).stripTrailing()) : null;
  }
}
