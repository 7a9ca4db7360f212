package io.pingdeck.ping;

import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingId;
import java.util.Optional;
import java.util.OptionalLong;

/// Ping requests as users write them.
public final class Forms {
  private Forms() {}

  public static PingSpec ping(String target, int count) {
    return ping(target, count, "", "", "1s");
  }

  /// A ping of a mail server with STARTTLS.
  public static PingSpec startTls(String target, int count, String timeout) {
    return ping(target, count, "starttls", "", "", timeout);
  }

  /// @param method empty for none, like `expect`
  public static PingSpec ping(
      String target, int count, String method, String expect, String timeout) {
    return ping(target, count, "", method, expect, timeout);
  }

  private static PingSpec ping(
      String target, int count, String mode, String method, String expect, String timeout) {
    return new PingFormBuilder()
        .target(Optional.of(target))
        .interval(Optional.of("20ms"))
        .timeout(Optional.of(timeout))
        .count(OptionalLong.of(count))
        .mode(Optional.of(mode).filter(text -> !text.isEmpty()))
        .method(Optional.of(method).filter(text -> !text.isEmpty()))
        .expect(Optional.of(expect).filter(text -> !text.isEmpty()))
        .build()
        .check(new PingId(1));
  }
}
