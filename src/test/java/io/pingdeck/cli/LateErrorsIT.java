package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pingdeck.net.Lab;
import io.pingdeck.testing.PackagedPing;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No host has the address behind the router, which reports this after three seconds of address
/// resolution: long after the default timeout.
@Timeout(120)
class LateErrorsIT {
  private static Lab lab;

  @BeforeAll
  static void build() throws IOException {
    lab = new Lab();
    Lab.shell(lab.client(), "echo '0 2147483647' > /proc/sys/net/ipv4/ping_group_range");
  }

  @AfterAll
  static void remove() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource(
      textBlock =
          """
          udp://10.99.2.91:999,     3, 1, host unreachable,    10.99.1.2
          tcp://10.99.2.92:999,     3, 1, host unreachable,    10.99.1.2
          icmp://10.99.2.93,        3, 1, host unreachable,    10.99.1.2
          dns://10.99.2.94/a.test,  3, 1, host unreachable,    10.99.1.2
          http://10.99.2.95/,       3, 1, host unreachable,    10.99.1.2
          dns://10.99.2.96/a.test?transport=tcp, 3, 1, host unreachable, 10.99.1.2
          udp://[fd99:2::91]:999,   1, 3, address unreachable, fd99:1::2
          tcp://[fd99:2::92]:999,   1, 3, address unreachable, fd99:1::2
          icmp://[fd99:2::93],      1, 3, address unreachable, fd99:1::2
          dns://[fd99:2::94]/a.test,1, 3, address unreachable, fd99:1::2
          """)
  void anAbsentHostIsToldAfterTheTimeout(
      String target, int type, int code, String name, String from) throws Exception {
    PackagedPing result =
        PackagedPing.run(lab.client(), List.of(), target, "--json", "-c", "5", "-i", "1s");

    List<JsonNode> first =
        result.samples().stream().filter(sample -> sample.get("seq").asInt() == 1).toList();
    assertThat(first)
        .extracting(sample -> sample.get("outcome").asText())
        .containsExactly("lost", "icmpError");
    JsonNode icmp = first.getLast().get("icmp");
    assertThat(icmp.get("type").asInt()).isEqualTo(type);
    assertThat(icmp.get("code").asInt()).isEqualTo(code);
    assertThat(icmp.get("name").asText()).isEqualTo(name);
    assertThat(icmp.get("from").asText()).isEqualTo(from);
    assertThat(icmp.get("afterTimeout").asBoolean()).isTrue();
    assertThat(icmp.get("afterNanos").asLong()).isBetween(2_000_000_000L, 4_000_000_000L);
    JsonNode summary = result.summary();
    assertThat(summary.get("icmpErrors").asLong()).isPositive();
    assertThat(summary.get("icmpErrors").asLong() + summary.get("lost").asLong()).isEqualTo(5);
    assertThat(summary.get("conflicts").asLong()).isZero();
  }
}
