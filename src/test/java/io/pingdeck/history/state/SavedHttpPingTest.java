package io.pingdeck.history.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.HttpForm;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.PingId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// The HTTP options of a ping in the file that a restart reads.
class SavedHttpPingTest {
  private static final PingInfo PING =
      PingInfo.running(new ResolvedPing(spec(), Endpoint.ipv4(0x7f000001, 443)), 0, Instant.EPOCH);

  private static PingSpec spec() {
    return new PingFormBuilder()
        .target(Optional.of("https://127.0.0.1/"))
        .http(
            new HttpForm(
                OptionalInt.of(3),
                Optional.of("well"),
                Optional.of("ill"),
                Optional.of(true),
                Optional.of("headers"),
                Optional.of("user"),
                Optional.of("cert.pem"),
                Optional.of("key.pem")))
        .build()
        .check(new PingId(1));
  }

  @Test
  void isReadAsItWas() {
    assertThat(read(lines())).isEqualTo(PING.spec());
  }

  @Test
  void isNothingWhereAnOlderVersionKeptNone() {
    String older = lines().replaceFirst(",\"http\":\\{[^}]*}", "");

    assertThat(older).doesNotContain("headers");
    assertThat(read(older).http()).isEqualTo(HttpOptions.NONE);
  }

  private static String lines() {
    PingLedger ledger = new PingLedger();
    ledger.put(PING);
    return new String(ledger.everything(true).getFirst(), UTF_8);
  }

  private static PingSpec read(String line) {
    StateLines read = new StateLines();
    read.read(line.getBytes(UTF_8));
    List<SavedPing> pings = read.state().pings();
    return pings.getFirst().info().spec();
  }
}
