package io.pingdeck.ping.sender;

import io.pingdeck.packet.text.BannerText;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Answer;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Which pings tell the text of the echoes they get. A text costs an object a reply.
public enum AnswerTexts {
  NONE,
  /// Those whose probes are at least [#SHORTEST_INTERVAL] apart.
  SLOW_PINGS,
  ALL;

  public static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

  /// The echo that begins at index 0, without the blanks that padded the probe.
  ///
  /// @return null if this ping does not tell it
  public Answer read(PingSpec spec, ByteBuffer echo, int length) {
    boolean told =
        switch (this) {
          case NONE -> false;
          case SLOW_PINGS -> spec.interval().compareTo(SHORTEST_INTERVAL) >= 0;
          case ALL -> true;
        };
    return told ? new Answer.Echo(BannerText.of(echo, length).stripTrailing()) : null;
  }
}
