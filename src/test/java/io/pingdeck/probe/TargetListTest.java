package io.pingdeck.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TargetListTest {
  private final AtomicLong ids = new AtomicLong();

  @Test
  void commentsAndEmptyLinesAreCountedAndPassedOver() {
    List<ListedPing> list =
        check("# hosts", "", "  udp://a:1  # first", "\t", "icmp://b#x", "udp://a:1");

    assertThat(list).extracting(ListedPing::line).containsExactly(3, 5, 6);
    assertThat(list)
        .extracting(ping -> ping.spec().name())
        .containsExactly("udp://a:1", "icmp://b", "udp://a:1");
    assertThat(list).extracting(ping -> ping.spec().id()).doesNotHaveDuplicates();
  }

  @Test
  void everyFaultOfEveryLineIsNamedAndThoseOfTheSettingsOnce() {
    FaultException refused =
        catchThrowableOfType(
            FaultException.class,
            () -> check("udp://a", "nonsense", "udp://a:1", "udp://1.2.3.4:1"));

    assertThat(refused.faults())
        .extracting(Fault::toString)
        .containsExactly(
            "targets: line 1: udp needs a port: udp://host:12000",
            "interval: soon is not a duration (such as 200ms, 1s, 1m30s)",
            "targets: line 2: nonsense has no protocol: write udp://…, tcp://…, icmp://…, http://…,"
                + " dns://… or another",
            "targets: line 4: family: ipv6 contradicts the IPv4 address 1.2.3.4");
  }

  @Test
  void aListOfCommentsHasNoTarget() {
    FaultException refused = catchThrowableOfType(FaultException.class, () -> check("#", ""));

    assertThat(refused.faults())
        .containsExactly(new Fault("targets", "there is no target: write one on each line"));
  }

  private List<ListedPing> check(String... lines) {
    boolean faulty = List.of(lines).contains("nonsense");
    PingForm common =
        new PingForm(
            Optional.of("of no interest"),
            Optional.of("nor this"),
            Optional.of(faulty ? "soon" : "1s"),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            faulty ? Optional.of("ipv6") : Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());
    return TargetList.check(List.of(lines), common, () -> new PingId(ids.incrementAndGet()));
  }
}
