package io.pingdeck.ping.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.base.Fault;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.policy.OwnServers;
import io.pingdeck.ping.policy.UserLimits;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import io.pingdeck.testing.Proves;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Role;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendBudgetTest {
  private static final Endpoint HOST = Endpoint.ipv4(0xc0000201, 7);
  private static final Endpoint OTHER = Endpoint.ipv4(0xc0000202, 7);
  private static final Endpoint LOOPBACK = Endpoint.ipv4(0x7f000001, 7);

  private static final Caller OLGA = caller("olga");
  private static final Caller SCRIPT = new Caller("ci", Role.OPERATOR, Caller.Proof.TOKEN);

  private final SendBudget budget = new SendBudget(SendLimits.DEFAULT);

  @Test
  @Proves("W15")
  void oneHostGetsAThousandPacketsASecondFromAllPingsTogether() {
    for (int i = 0; i < 200; i++) {
      assertThat(budget.reserve(i, udp(200, 64), HOST.withPort(i + 1))).isEmpty();
    }

    assertThat(budget.reserve("beats", udp(200, 64), HOST).map(Fault::message))
        .hasValue(
            "with this one 1,005 packets/s to 192.0.2.1 would be sent, at most 1,000 may be:"
                + " ping.limits.maxPacketsPerTarget");
    assertThat(budget.reserve("beats", udp(200, 64), OTHER)).isEmpty();
  }

  @Test
  @Proves("W15")
  void oneHostGetsTenMegabitsASecond() {
    int fit = 0;
    while (budget.reserve(fit, udp(200, 1472), HOST).isEmpty()) {
      fit++;
    }

    assertThat(fit).isEqualTo(166); // of 60 kbit/s each
    assertThat(budget.reserve("more", udp(200, 1472), HOST).orElseThrow().message())
        .contains("bit/s to 192.0.2.1", "ping.limits.maxBitsPerTarget");
  }

  /// A connection costs more than a datagram.
  @Test
  void questionOverTcpIsFourPacketsAndOneOverUdpIsOne() {
    int overUdp = 0;
    while (budget.reserve("udp" + overUdp, dns(""), HOST).isEmpty()) {
      overUdp++;
    }
    int overTcp = 0;
    while (budget.reserve("tcp" + overTcp, dns("?transport=tcp"), OTHER).isEmpty()) {
      overTcp++;
    }

    assertThat(overUdp).isEqualTo(200); // of 5 packets/s each
    assertThat(overTcp).isEqualTo(50); // of 20
  }

  private static PingSpec dns(String query) {
    return PingSpec.of(new PingId(1), Target.parse("dns://192.0.2.1/a.example" + query))
        .name("dns")
        .interval(Duration.ofMillis(200))
        .build();
  }

  @Test
  void whatEndsMakesRoom() {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 200; i++) {
        assertThat(budget.reserve(i, udp(200, 64), HOST)).isEmpty();
      }
      assertThat(budget.reserve("one more", udp(200, 64), HOST)).isPresent();
      for (int i = 0; i < 200; i++) {
        budget.release(i);
        budget.release(i);
      }
    }
  }

  /// When a large share ends, the small ones stay unchanged.
  @Test
  void theSharesOfTheOthersRemainWhenOneEnds() {
    assertThat(budget.reserve("large", udp(10, 64), HOST)).isEmpty();
    for (int i = 0; i < 180; i++) {
      assertThat(budget.reserve(i, udp(200, 64), HOST)).isEmpty();
    }

    budget.release("large");
    assertThat(budget.reserve("as large again", udp(10, 64), HOST)).isEmpty();
    assertThat(budget.reserve("too much", udp(200, 64), HOST)).isPresent();
    budget.release("as large again");
    for (int i = 0; i < 180; i++) {
      budget.release(i);
    }

    assertThat(fill(HOST)).isEqualTo(200);
  }

  @Test
  void pingThatGoesToAnotherHostTakesItsShareAlong() {
    PingSpec moving = udp(200, 64);
    budget.reserve(moving.id(), moving, HOST);
    assertThat(fill(HOST)).isEqualTo(199);

    assertThat(budget.move(moving, OTHER)).isEmpty();

    assertThat(budget.reserve("in its place", udp(200, 64), HOST)).isEmpty();
    assertThat(fill(OTHER)).isEqualTo(199);
  }

  @Test
  void pingThatDoesNotFitElsewhereKeepsItsShare() {
    PingSpec moving = udp(200, 64);
    budget.reserve(moving.id(), moving, HOST);
    fill(HOST);
    fill(OTHER);

    assertThat(budget.move(moving, OTHER).orElseThrow()).contains("packets/s to 192.0.2.2");

    assertThat(budget.reserve("more", udp(200, 64), HOST)).isPresent();
    budget.release(moving.id());
    assertThat(budget.reserve("more", udp(200, 64), HOST)).isEmpty();
  }

  @Test
  void pingComesFromLoopbackAndGoesBack() {
    PingSpec moving = udp(200, 64);

    assertThat(budget.move(moving, OTHER)).isEmpty();
    assertThat(fill(OTHER)).isEqualTo(199);
    assertThat(budget.move(moving, LOOPBACK)).isEmpty();
    assertThat(budget.reserve("more", udp(200, 64), OTHER)).isEmpty();
  }

  /// The number of pings that still fit.
  private int fill(Endpoint host) {
    int fit = 0;
    while (budget.reserve(host + " " + fit, udp(200, 64), host).isEmpty()) {
      fit++;
    }
    return fit;
  }

  @Test
  @Proves("W15")
  void allHostsTogetherHaveALimitToo() {
    SendBudget small =
        new SendBudget(new SendLimits(1000, 10_000_000, 10, 500_000_000, Duration.ofSeconds(1)));
    for (int i = 0; i < 10; i++) {
      assertThat(small.reserve(i, udp(1000, 64), Endpoint.ipv4(0xc0000200 + i, 7))).isEmpty();
    }

    assertThat(small.reserve(10, udp(1000, 64), OTHER).orElseThrow().message())
        .contains("packets/s in all", "ping.limits.maxPacketsInAll");
    assertThat(small.reserve(11, udp(1, 64), LOOPBACK)).isEmpty();
  }

  @Test
  void mappedAddressIsTheSameHost() throws Exception {
    Endpoint mapped = Endpoint.of(InetAddress.getByName("::ffff:192.0.2.1"), 9);
    for (int i = 0; i < 200; i++) {
      budget.reserve(i, udp(200, 64), HOST);
    }

    assertThat(budget.reserve("mapped", udp(200, 64), mapped)).isPresent();
  }

  @Test
  void floodToAnotherHostNeverFits() {
    assertThat(budget.reserve(1, udp(0, 64), HOST)).isPresent();
    assertThat(budget.reserve(1, udp(0, 64), LOOPBACK)).isEmpty();
  }

  /// Whoever shares a target among several users does not send more there.
  @Test
  @Proves("W16")
  void limitOfATargetHoldsForTheSumOfTwoUsersAndThisMachine() {
    for (int i = 0; i < 66; i++) {
      assertThat(budget.reserve("olga " + i, udp(200, 64).by(OLGA), HOST)).isEmpty();
      assertThat(budget.reserve("ci " + i, udp(200, 64).by(SCRIPT), HOST)).isEmpty();
      assertThat(budget.reserve("local " + i, udp(200, 64), HOST)).isEmpty();
    }
    assertThat(budget.reserve("olga", udp(200, 64).by(OLGA), HOST)).isEmpty();
    assertThat(budget.reserve("ci", udp(200, 64).by(SCRIPT), HOST)).isEmpty();

    assertThat(budget.reserve("olga once more", udp(200, 64).by(OLGA), HOST).orElseThrow())
        .extracting(Fault::message)
        .asString()
        .contains("packets/s to 192.0.2.1", "ping.limits.maxPacketsPerTarget");
    assertThat(budget.reserve("local once more", udp(200, 64), HOST)).isPresent();
    assertThat(budget.reserve("elsewhere", udp(200, 64).by(OLGA), OTHER)).isEmpty();
  }

  @Test
  void remoteUserRunsAtMostItsNumberOfPings() {
    SendBudget few = perUser(new UserLimits(2, 1000, 1_000_000, 100, Duration.ofDays(1)));
    assertThat(few.reserve(1, udp(200, 64).by(OLGA), HOST)).isEmpty();
    assertThat(few.reserve(2, udp(200, 64).by(OLGA), LOOPBACK)).isEmpty();

    assertThat(few.reserve(3, udp(200, 64).by(OLGA), OTHER))
        .hasValue(
            new Fault(
                "target", "olga runs 2 pings, at most 2 may run: ping.limits.maxPingsPerUser"));
    assertThat(few.reserve(3, udp(200, 64).by(caller("OLGA")), OTHER)).isPresent();
    assertThat(few.reserve(3, udp(200, 64).by(SCRIPT), OTHER)).isEmpty();
    assertThat(few.reserve(4, udp(200, 64), OTHER)).isEmpty();
    assertThat(few.resume(udp(200, 64).by(OLGA), OTHER)).isPresent();
    few.release(2);
    assertThat(few.reserve(5, udp(200, 64).by(OLGA), OTHER)).isEmpty();
  }

  @Test
  @Proves("W15")
  void remoteUserSendsAtMostItsPacketsAndBits() {
    SendBudget small = perUser(new UserLimits(99, 12, 6_000, 100, Duration.ofDays(1)));
    assertThat(small.reserve(1, udp(200, 64).by(OLGA), HOST)).isEmpty();
    assertThat(small.reserve(2, udp(200, 0).by(SCRIPT), HOST)).isEmpty();
    assertThat(small.reserve(3, udp(200, 0).by(SCRIPT), OTHER)).isEmpty();

    assertThat(small.reserve(4, udp(200, 64).by(OLGA), OTHER).orElseThrow().message())
        .contains("7,360 bit/s by olga", "at most 6,000", "ping.limits.maxBitsPerUser");
    assertThat(small.reserve(5, udp(200, 0).by(SCRIPT), OTHER).orElseThrow().message())
        .contains("15 packets/s by the token ci", "ping.limits.maxPacketsPerUser");
  }

  @Test
  @Proves("W14")
  void remoteUserHasAHundredTargetsWithinAnHour() {
    for (int port = 1; port <= 100; port++) {
      assertThat(budget.reserve("sweep", udp(1000, 64).by(OLGA), HOST.withPort(port))).isEmpty();
    }

    assertThat(budget.reserve("sweep", udp(1000, 64).by(OLGA), HOST.withPort(101)).orElseThrow())
        .satisfies(fault -> assertThat(fault.field()).isEqualTo("target"))
        .extracting(Fault::message)
        .asString()
        .contains("olga may ping at most 100", "ping.limits.maxTargetsPerUserPerHour");
    assertThat(budget.reserve("again", udp(1000, 64).by(OLGA), HOST.withPort(50))).isEmpty();
    assertThat(budget.visit(udp(1000, 64).by(OLGA), OTHER)).isPresent();
    assertThat(budget.move(udp(1000, 64).by(OLGA), OTHER)).isPresent();
    assertThat(budget.resume(udp(1000, 64).by(OLGA), OTHER)).isEmpty();
    assertThat(budget.visit(udp(1000, 64).by(SCRIPT), OTHER)).isEmpty();
    assertThat(budget.visit(udp(1000, 64), OTHER)).isEmpty();
  }

  /// Its server chooses where the requests go, so no ping has reserved them.
  @Test
  void redirectsOfASecondCountWithThePings() {
    PingSpec page = PingSpec.of(new PingId(1), Target.parse("http://192.0.2.1/")).build();
    assertThat(budget.reserve(1, udp(2, 64), HOST)).isEmpty(); // 500 packets/s

    int sent = 0;
    while (budget.redirect(page, HOST).isEmpty() && sent < 1000) {
      sent++;
    }

    assertThat(sent).isBetween(50, 100); // of 10 packets each; the second may change once
    assertThat(budget.redirect(page, LOOPBACK)).isEmpty();
    Fault refusal = budget.redirect(page, HOST).orElseThrow();
    assertThat(refusal.message())
        .contains("1,010 packets/s to 192.0.2.1", "ping.limits.maxPacketsPerTarget");
  }

  @Test
  void listWithTooManyTargetsCountsNone() {
    List<ResolvedPing> list =
        IntStream.rangeClosed(1, 101)
            .mapToObj(port -> new ResolvedPing(udp(1000, 64, port).by(OLGA), HOST.withPort(port)))
            .toList();

    assertThat(budget.reserveAll(list).orElseThrow().index()).isEqualTo(100);
    assertThat(budget.reserveAll(list.subList(1, 101))).isEmpty();
  }

  @Test
  void namesAskedOfOneResolverAreTargetsOfTheirOwn() {
    for (int i = 0; i < 100; i++) {
      assertThat(budget.visit(asked("n" + i + ".example").by(OLGA), HOST)).isEmpty();
    }

    assertThat(budget.visit(asked("other.example").by(OLGA), HOST)).isPresent();
    assertThat(budget.visit(asked("n7.example").by(OLGA), HOST)).isEmpty();
  }

  @Test
  void ownServersAreNoTargets() {
    OwnServers own = new OwnServers();
    SendBudget one =
        new SendBudget(
            new SendLimits(
                1000,
                10_000_000,
                1000,
                10_000_000,
                Duration.ZERO,
                new UserLimits(99, 1000, 10_000_000, 1, Duration.ofDays(1))),
            own);
    own.add(true, LOOPBACK);

    assertThat(one.visit(udp(1000, 64).by(OLGA), LOOPBACK)).isEmpty();
    assertThat(one.visit(udp(1000, 64).by(OLGA), HOST)).isEmpty();
    assertThat(one.visit(udp(1000, 64).by(OLGA), LOOPBACK.withPort(8))).isPresent();
  }

  private static PingSpec asked(String name) {
    return PingSpec.of(new PingId(1), Target.parse("dns://192.0.2.1/" + name)).build();
  }

  private static Caller caller(String name) {
    return new Caller(name, Role.OPERATOR, Caller.Proof.PASSWORD);
  }

  private static SendBudget perUser(UserLimits limits) {
    return new SendBudget(
        new SendLimits(1000, 10_000_000, 1000, 10_000_000, Duration.ZERO, limits));
  }

  private static PingSpec udp(long intervalMillis, int payload, int id) {
    return PingSpec.of(new PingId(id), new Target(Protocol.UDP, "192.0.2.1", 7))
        .interval(Duration.ofMillis(intervalMillis))
        .payloadBytes(payload)
        .build();
  }

  private static PingSpec udp(long intervalMillis, int payload) {
    return PingSpec.of(new PingId(1), new Target(Protocol.UDP, "192.0.2.1", 7, Optional.empty()))
        .name("a ping")
        .interval(Duration.ofMillis(intervalMillis))
        .payloadBytes(payload)
        .build();
  }
}
