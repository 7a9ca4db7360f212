package io.pingdeck.ping.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.ping.sample.PingId;
import java.util.List;
import java.util.Optional;
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
            () -> check("udp://a", "non/sense", "udp://a:1", "udp://1.2.3.4:1"));

    assertThat(refused.faults())
        .extracting(Fault::toString)
        .containsExactly(
            "targets: line 1: udp needs a port: udp://host:12000",
            "interval: soon is not a duration (such as 200ms, 1s, 1m30s)",
            "targets: line 2: non/sense has no protocol: write udp://…, tcp://…, icmp://…,"
                + " http://…, dns://… or another",
            "targets: line 4: family: ipv6 contradicts the IPv4 address 1.2.3.4");
  }

  @Test
  void aLineMayHaveANameAndTags() {
    List<ListedPing> list =
        check("icmp://192.0.2.1  Core router\t+berlin +core # first", "udp://a:1 +berlin", "b");

    assertThat(list)
        .extracting(ping -> ping.spec().name())
        .containsExactly("Core router", "udp://a:1", "icmp://b");
    assertThat(list)
        .extracting(ping -> ping.spec().tags())
        .containsExactly(List.of("berlin", "core"), List.of("berlin"), List.of());
  }

  @Test
  void tagsOfTheSettingsStandBeforeThoseOfTheLine() {
    PingRequest common = new PingFormBuilder().tags(Optional.of(List.of("lab", "berlin"))).build();

    List<ListedPing> list =
        TargetList.check(
            List.of("a +berlin +core"), common, () -> new PingId(ids.incrementAndGet()));

    assertThat(list.getFirst().spec().tags()).containsExactly("lab", "berlin", "core");
  }

  @Test
  void aFaultyTagIsNamedWithItsLine() {
    FaultException refused =
        catchThrowableOfType(
            FaultException.class, () -> check("a +x", "b +", "c " + "n".repeat(101)));

    assertThat(refused.faults())
        .extracting(Fault::toString)
        .satisfiesExactly(
            tag -> assertThat(tag).startsWith("targets: line 2: tags: nothing is not a tag"),
            name -> assertThat(name).startsWith("targets: line 3: name: ").contains("too long"));
  }

  @Test
  void aListOfCommentsHasNoTarget() {
    FaultException refused = catchThrowableOfType(FaultException.class, () -> check("#", ""));

    assertThat(refused.faults())
        .containsExactly(new Fault("targets", "there is no target: write one on each line"));
  }

  @Test
  void aByteOrderMarkTabsAndForeignLineEndsArePassedOver() {
    List<ListedPing> list =
        check("\ufeffudp://a:1", "\tb.example\t# tab", "\ufeff", "2001:db8::1\r");

    assertThat(list)
        .extracting(ping -> ping.spec().target().toString())
        .containsExactly("udp://a:1", "icmp://b.example", "icmp://[2001:db8::1]");
  }

  @Test
  void goodLinesAreThereBesideTheFaultsOfTheOthers() {
    PingRequest common = form("1s", Optional.empty());

    TargetList.Lines lines =
        TargetList.read(List.of("udp://a", "b", "c:1", "d"), common, () -> new PingId(1));

    assertThat(lines.pings()).extracting(ListedPing::line).containsExactly(2, 4);
    assertThat(lines.faults())
        .extracting(Fault::message)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("line 1: udp needs a port"),
            second -> assertThat(second).startsWith("line 3: c:1 has no protocol"));
    assertThat(
            catchThrowableOfType(
                    FaultException.class,
                    () ->
                        TargetList.read(
                            List.of("a", "b"), form("soon", Optional.empty()), () -> new PingId(1)))
                .faults())
        .extracting(Fault::field)
        .containsExactly("interval");
  }

  private List<ListedPing> check(String... lines) {
    boolean faulty = List.of(lines).contains("non/sense");
    PingRequest common =
        form(faulty ? "soon" : "1s", faulty ? Optional.of("ipv6") : Optional.empty());
    return TargetList.check(List.of(lines), common, () -> new PingId(ids.incrementAndGet()));
  }

  private static PingRequest form(String interval, Optional<String> family) {
    return new PingFormBuilder()
        .target(Optional.of("of no interest"))
        .name(Optional.of("nor this"))
        .interval(Optional.of(interval))
        .family(family)
        .build();
  }
}
