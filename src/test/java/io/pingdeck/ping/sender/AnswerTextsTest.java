package io.pingdeck.ping.sender;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.loop.LoopRecorder;
import io.pingdeck.ping.sample.Response;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTextsTest {
  @ParameterizedTest
  @CsvSource({
    "NONE, 1000, false",
    "SLOW_PINGS, 100, true",
    "SLOW_PINGS, 99, false",
    "SLOW_PINGS, 0, false",
    "ALL, 0, true"
  })
  void onlyPingsThatCanAffordItTellTexts(AnswerTexts texts, int intervalMillis, boolean told) {
    ByteBuffer echo = ByteBuffer.wrap("PING 1 \u0007\tx   \n".getBytes(US_ASCII));
    Duration interval = Duration.ofMillis(intervalMillis);
    PingSpec spec =
        LoopRecorder.spec(1, "udp://127.0.0.1:7", interval, Duration.ofSeconds(1), 1, 64);

    Response answer = texts.read(spec, echo, echo.limit());

    assertThat(answer).isEqualTo(told ? new Response.Echo("PING 1 \\x07\\tx") : null);
  }
}
