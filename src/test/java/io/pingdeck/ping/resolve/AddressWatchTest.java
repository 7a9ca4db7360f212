package io.pingdeck.ping.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.SampleColumns;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.ResolvedHost;
import io.pingdeck.ping.target.Target;
import io.pingdeck.resolve.NameResolver;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.ScriptedDns;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AddressWatchTest implements AddressWatch.Pings {
  private static final long SECOND = 1_000_000_000;
  private static final IcmpError HOST_UNREACHABLE =
      new IcmpError(3, 1, Endpoint.ipv4(0xc0000201, 0), 0).after(1_000);

  @TempDir private Path etc;
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private ScriptedDns dns;
  private HostResolver hosts;
  private AddressWatch watch;
  private PingInfo ping;
  private long now = -7 * SECOND;
  private long sequence;
  private long sentEpochNanos = Long.MAX_VALUE; // after every change of the address
  private LongConsumer readdressed = _ -> {};
  private Optional<String> full = Optional.empty();
  private Caller startedBy = Caller.LOCAL;

  @BeforeEach
  void start() throws Exception {
    dns = new ScriptedDns();
    Files.writeString(etc.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
    hosts = new HostResolver(NameResolver.of(etc, dns.port()));
    watch = new AddressWatch(hosts, PingLimits.DEFAULT, this, tasks::add);
  }

  @AfterEach
  void stop() throws Exception {
    dns.close();
  }

  @Override
  public Optional<PingInfo> find(long id) {
    return Optional.ofNullable(ping);
  }

  @Override
  public Optional<String> makeRoom(PingInfo info, Endpoint to) {
    return full;
  }

  @Override
  public void change(PingInfo changed, LongConsumer since) {
    ping = changed;
    readdressed = since;
    if (sentEpochNanos == Long.MAX_VALUE) {
      since.accept(1);
    }
  }

  private void follow(String host, boolean pin) {
    PingSpec spec =
        PingSpec.of(new PingId(1), Target.parse("udp://" + host + ":7"))
            .name("ping")
            .interval(Duration.ofMillis(200))
            .pin(pin)
            .startedBy(startedBy)
            .build();
    ResolvedHost address = hosts.resolve(spec.target(), spec.family());
    ping = PingInfo.running(new ResolvedPing(spec, address), 0, Instant.EPOCH);
    watch.follow(ping, address.ttl(), now);
  }

  /// Advances the time; returns whether the name was looked up, and waits for the answer.
  private boolean isAskedAfter(long seconds) throws InterruptedException {
    now += seconds * SECOND;
    int before = dns.questions();
    watch.tick(now);
    if (watch.isAsking()) {
      tasks.take().run();
      return true;
    }
    assertThat(dns.questions()).isEqualTo(before);
    return false;
  }

  private void samples(Outcome outcome, int count) {
    SampleColumns buffer = new SampleColumns();
    for (int i = 0; i < count; i++) {
      boolean isReply = outcome == Outcome.REPLY;
      buffer.add(1, ++sequence, sentEpochNanos, 0, outcome);
      if (isReply) {
        buffer.rtt(1_000, RttSource.PROCESS);
      }
      buffer.icmpError(outcome == Outcome.ICMP_ERROR ? HOST_UNREACHABLE : null);
    }
    watch.samples(buffer.toBatch(0, 1), now);
  }

  private AddressChange change() {
    return ping.changes().getLast();
  }

  @Test
  void aNameIsAskedForWhenItsTtlIsOverAndItsNewAddressFollowed() throws Exception {
    dns.sayAddresses("moving.test", 20, "192.0.2.1");
    follow("moving.test", false);
    dns.sayAddresses("moving.test", 20, "192.0.2.9", "192.0.2.10");

    assertThat(isAskedAfter(19)).isFalse();
    assertThat(isAskedAfter(1)).isTrue();

    assertThat(ping.address()).isEqualTo(Endpoint.ipv4(0xc0000209, 7));
    assertThat(ping.others()).containsExactly(Endpoint.ipv4(0xc000020a, 7));
    assertThat(change().text())
        .isEqualTo(
            "address changed from 192.0.2.1 to 192.0.2.9: the name now resolves to a different"
                + " address");
  }

  @Test
  void aTtlIsNeverShorterThanFiveSecondsNorLongerThanFiveMinutes() throws Exception {
    dns.sayAddresses("quick.test", 0, "192.0.2.1");
    follow("quick.test", false);
    assertThat(isAskedAfter(4)).isFalse();
    dns.sayAddresses("quick.test", 86_400, "192.0.2.1");
    assertThat(isAskedAfter(1)).isTrue();
    assertThat(isAskedAfter(299)).isFalse();
    assertThat(isAskedAfter(1)).isTrue();
    assertThat(ping.changes()).isEmpty();
  }

  @Test
  void anAddressThatIsStillAmongOthersStays() throws Exception {
    dns.sayAddresses("round.test", 5, "192.0.2.1", "192.0.2.2");
    follow("round.test", false);
    dns.sayAddresses("round.test", 5, "192.0.2.2", "192.0.2.1");

    assertThat(isAskedAfter(5)).isTrue();

    assertThat(ping.address()).isEqualTo(Endpoint.ipv4(0xc0000201, 7));
    assertThat(ping.changes()).isEmpty();
  }

  @Test
  void aRunOfLossesAsksSoonAndThenLessAndLessOften() throws Exception {
    dns.sayAddresses("lost.test", 3_600, "192.0.2.1");
    follow("lost.test", false);
    samples(Outcome.REPLY, 1);

    samples(Outcome.LOST, 2);
    assertThat(isAskedAfter(10)).isFalse();
    samples(Outcome.ICMP_ERROR, 1);
    assertThat(isAskedAfter(0)).isTrue();
    samples(Outcome.LOST, 1);
    assertThat(isAskedAfter(9)).isFalse();
    assertThat(isAskedAfter(1)).isTrue();
    samples(Outcome.REPLY, 1);
    assertThat(isAskedAfter(299)).isFalse();
  }

  @Test
  void anAddressThatTheLimitsForbidIsToldOnceAndNotFollowed() throws Exception {
    dns.sayAddresses("odd.test", 5, "192.0.2.1");
    follow("odd.test", false);
    dns.sayAddresses("odd.test", 5, "224.0.0.1");

    assertThat(isAskedAfter(5)).isTrue();
    assertThat(isAskedAfter(5)).isTrue();

    assertThat(ping.address()).isEqualTo(Endpoint.ipv4(0xc0000201, 7));
    assertThat(ping.changes()).hasSize(1);
    assertThat(change().text())
        .isEqualTo(
            "address stays 192.0.2.1: the name now resolves to 224.0.0.1, but 224.0.0.1 is a"
                + " multicast address: ping one host");
  }

  /// Rebinding: the name was harmless when the ping started.
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.8", "169.254.169.254"})
  @Proves("W13")
  void nameThatMovesInsideIsNotFollowedForARemoteOperator(String inside) throws Exception {
    startedBy = new Caller("olga", Role.OPERATOR, Caller.Proof.PASSWORD);
    dns.sayAddresses("rebound.test", 5, "192.0.2.1");
    follow("rebound.test", false);
    dns.sayAddresses("rebound.test", 5, inside);

    assertThat(isAskedAfter(5)).isTrue();

    assertThat(ping.address()).isEqualTo(Endpoint.ipv4(0xc0000201, 7));
    assertThat(change().text())
        .startsWith(
            "address stays 192.0.2.1: the name now resolves to "
                + inside
                + ", but an operator may not ping "
                + inside);
  }

  @Test
  void familyWithADeniedAddressIsNoFallback() throws Exception {
    startedBy = new Caller("olga", Role.OPERATOR, Caller.Proof.PASSWORD);
    dns.sayAddresses("two.test", 60, "192.0.2.1", "::1");
    follow("two.test", false);

    samples(Outcome.LOST, 10);

    assertThat(ping.address()).isEqualTo(Endpoint.ipv4(0xc0000201, 7));
    assertThat(ping.changes()).isEmpty();
  }

  @Test
  void anAddressThatGetsEnoughAlreadyIsToldOnceAndFollowedWhenThereIsRoom() throws Exception {
    dns.sayAddresses("full.test", 5, "192.0.2.1");
    follow("full.test", false);
    dns.sayAddresses("full.test", 5, "192.0.2.9");
    full = Optional.of("too much is sent there");

    assertThat(isAskedAfter(5)).isTrue();
    assertThat(isAskedAfter(5)).isTrue();

    assertThat(ping.changes()).hasSize(1);
    assertThat(change().text())
        .isEqualTo(
            "address stays 192.0.2.1: the name now resolves to 192.0.2.9, but too much is sent"
                + " there");

    full = Optional.empty();
    assertThat(isAskedAfter(5)).isTrue();
    assertThat(ping.address()).isEqualTo(Endpoint.ipv4(0xc0000209, 7));
  }

  @Test
  @Proves("S17")
  void aNameThatCannotBeResolvedKeepsItsAddressAndSaysWhyOnce() throws Exception {
    dns.sayAddresses("broken.test", 5, "192.0.2.1");
    follow("broken.test", false);
    dns.say("broken.test", new ScriptedDns.Rcode(2));

    assertThat(isAskedAfter(5)).isTrue();
    assertThat(isAskedAfter(60)).isTrue();

    assertThat(ping.changes()).hasSize(1);
    assertThat(change().text())
        .isEqualTo(
            "address stays 192.0.2.1: the host name broken.test cannot be resolved: SERVFAIL from"
                + " 127.0.0.1");
  }

  @Test
  void aFamilyThatNeverAnswersFallsBackToTheOtherAndOnceBack() {
    dns.sayAddresses("dual.test", 300, "192.0.2.1", "2001:db8::1");
    follow("dual.test", false);

    samples(Outcome.SEND_FAILED, 4);
    assertThat(ping.changes()).isEmpty();
    samples(Outcome.LOST, 1);
    assertThat(change().text())
        .isEqualTo(
            "address changed from 192.0.2.1 to 2001:db8::1: none of the first 5 probes was answered"
                + " over IPv4");
    samples(Outcome.LOST, 5);
    assertThat(ping.address()).isEqualTo(Endpoint.ipv4(0xc0000201, 7));
    samples(Outcome.LOST, 50);
    assertThat(ping.changes()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dual.test", "localhost"})
  void aFamilyWhereNothingListensFallsBackAtOnceAndOnceBack(String host) {
    dns.sayAddresses("dual.test", 300, "127.0.0.1", "::1");
    follow(host, false);

    samples(Outcome.REFUSED, 1);

    assertThat(change().text())
        .isEqualTo("address changed from 127.0.0.1 to ::1: nothing listens there over IPv4");
    sentEpochNanos = 0;
    samples(Outcome.REFUSED, 9); // sent before the change
    assertThat(ping.changes()).hasSize(1);
    sentEpochNanos = Long.MAX_VALUE;
    samples(Outcome.REFUSED, 1);
    assertThat(change().text())
        .isEqualTo("address changed from ::1 to 127.0.0.1: nothing listens there over IPv6");
    samples(Outcome.REFUSED, 50);
    assertThat(ping.changes()).hasSize(2);
  }

  /// Regardless of how long the worker takes.
  @Test
  void whatWasSentBeforeTheWorkerHasChangedTheAddressIsOfTheOneBefore() {
    dns.sayAddresses("dual.test", 300, "127.0.0.1", "::1");
    follow("dual.test", false);
    sentEpochNanos = 100;
    samples(Outcome.REFUSED, 1);
    assertThat(ping.changes()).hasSize(1);

    sentEpochNanos = 200;
    samples(Outcome.REFUSED, 9); // the worker has not replied yet
    readdressed.accept(300);
    samples(Outcome.REFUSED, 9);
    assertThat(ping.changes()).hasSize(1);
    sentEpochNanos = 300;
    samples(Outcome.REFUSED, 1);
    assertThat(ping.changes()).hasSize(2);
  }

  @Test
  void aNameThatChangesLeavesWhatWasSentBeforeOutOfAccount() throws Exception {
    dns.sayAddresses("dual.test", 5, "192.0.2.1");
    follow("dual.test", false);
    dns.sayAddresses("dual.test", 5, "192.0.2.2", "2001:db8::2");
    assertThat(isAskedAfter(10)).isTrue();
    assertThat(ping.address().host()).isEqualTo("192.0.2.2");

    sentEpochNanos = 0;
    samples(Outcome.REPLY, 1); // from the previous address
    sentEpochNanos = Long.MAX_VALUE;
    samples(Outcome.REFUSED, 1);
    assertThat(ping.address().host()).isEqualTo("2001:db8::2");
  }

  @Test
  void aServiceThatHasAnsweredAndRefusesNowKeepsItsFamily() {
    dns.sayAddresses("dual.test", 300, "192.0.2.1", "2001:db8::1");
    follow("dual.test", false);
    samples(Outcome.REPLY, 1);

    samples(Outcome.REFUSED, 50);

    assertThat(ping.changes()).isEmpty();
  }

  @Test
  void aPinnedNameKeepsItsFamily() {
    follow("localhost", true);

    samples(Outcome.REFUSED, 50);

    assertThat(ping.changes()).isEmpty();
  }

  @Test
  void aFamilyThatHasAnsweredStaysThroughAnOutage() {
    dns.sayAddresses("dual.test", 300, "192.0.2.1", "2001:db8::1");
    follow("dual.test", false);
    samples(Outcome.REPLY, 1);

    samples(Outcome.LOST, 50);

    assertThat(ping.changes()).isEmpty();
  }

  @Test
  void pinnedNamesAndAddressesAreNotFollowed() throws Exception {
    dns.sayAddresses("pinned.test", 5, "192.0.2.1");
    follow("pinned.test", true);
    assertThat(isAskedAfter(600)).isFalse();
    follow("192.0.2.1", false);
    assertThat(isAskedAfter(600)).isFalse();
    follow("localhost", false);
    assertThat(isAskedAfter(600)).isFalse();
  }

  @Test
  void afterARestartTheNameIsBelievedAndItsFailureTold() {
    dns.sayAddresses("back.test", 5, "192.0.2.1");
    follow("back.test", false);
    dns.sayAddresses("back.test", 5, "192.0.2.9");
    ResolvedHost moved = hosts.resolve(ping.spec().target(), AddressFamily.ANY);

    PingInfo there = AddressWatch.resumed(ping, 3, moved, null, PingLimits.DEFAULT);
    PingInfo kept =
        AddressWatch.resumed(ping, 3, null, new IllegalStateException("no"), PingLimits.DEFAULT);

    assertThat(there.worker()).isEqualTo(3);
    assertThat(there.address()).isEqualTo(Endpoint.ipv4(0xc0000209, 7));
    assertThat(there.changes()).hasSize(1);
    assertThat(kept.address()).isEqualTo(ping.address());
    assertThat(kept.changes().getLast().text())
        .startsWith("address stays 192.0.2.1: when it started again the name cannot be resolved");
  }
}
