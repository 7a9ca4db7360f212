package io.pingdeck.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.echo.server.Await;
import io.pingdeck.testing.ScriptedDns;
import io.pingdeck.testing.ScriptedDns.Addresses;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class NameResolverTest {
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path etc;
  private ScriptedDns dns;
  private NameResolver resolver;

  @BeforeEach
  void start() throws Exception {
    dns = new ScriptedDns();
    write("resolv.conf", "nameserver 127.0.0.1", "search corp.test sub.test");
    write("nsswitch.conf", "hosts: files dns");
    resolver = new NameResolver(etc, Optional.empty(), dns.port());
  }

  @AfterEach
  void stop() throws Exception {
    dns.close();
  }

  private void write(String name, String... lines) throws Exception {
    Files.write(etc.resolve(name), List.of(lines));
  }

  private List<String> addresses(String host) throws Exception {
    return addresses(resolver.await(host, Families.BOTH, BOUND));
  }

  private static List<String> addresses(Resolved resolved) {
    return resolved.addresses().stream().map(InetAddress::getHostAddress).toList();
  }

  private void assertFails(String host, Families families, Duration bound, String message) {
    assertThatThrownBy(() -> resolver.await(host, families, bound))
        .isInstanceOf(ResolveException.class)
        .hasMessage(message);
  }

  @Test
  void aNameHasTheAddressesOfBothFamiliesAndTheLowestTtl() throws Exception {
    dns.sayAddresses("both.test", 300, "192.0.2.1", "192.0.2.2", "2001:db8::1");
    dns.say("alias.test", new ScriptedDns.Alias(7, "both.test"));

    Resolved both = resolver.await("Both.test", Families.BOTH, BOUND);
    Resolved alias = resolver.await("alias.test", Families.IPV4, BOUND);

    assertThat(addresses(both)).containsExactly("192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:1");
    assertThat(both.ttl()).contains(Duration.ofSeconds(300));
    assertThat(addresses(alias)).containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(alias.ttl()).contains(Duration.ofSeconds(7));
  }

  @Test
  void aChangedAddressIsSeenAtOnce() throws Exception {
    dns.sayAddresses("moving.test", 300, "192.0.2.1");
    assertThat(addresses("moving.test")).containsExactly("192.0.2.1");

    dns.sayAddresses("moving.test", 300, "192.0.2.9");

    assertThat(addresses("moving.test")).containsExactly("192.0.2.9");
  }

  @Test
  void failuresSayTheirReason() {
    dns.say("broken.test", new ScriptedDns.Rcode(2));
    dns.say("forbidden.test", new ScriptedDns.Rcode(5));
    dns.say("silent.test", new ScriptedDns.Silence());
    dns.say("garbled.test", new ScriptedDns.Raw(1, new byte[] {(byte) 0xc0}));
    dns.sayAddresses("empty.test", 60);
    dns.sayAddresses("four.test", 60, "192.0.2.1");

    Families both = Families.BOTH;
    assertFails("nowhere.test", both, BOUND, "does not exist (NXDOMAIN from 127.0.0.1)");
    assertFails("broken.test", both, BOUND, "cannot be resolved: SERVFAIL from 127.0.0.1");
    assertFails("forbidden.test", both, BOUND, "cannot be resolved: REFUSED from 127.0.0.1");
    assertFails("silent.test", both, SHORT, "cannot be resolved: no answer from 127.0.0.1");
    assertFails(
        "garbled.test",
        both,
        BOUND,
        "cannot be resolved: an answer that cannot be read from 127.0.0.1");
    assertFails("empty.test", both, BOUND, "has no address");
    assertFails("four.test", Families.IPV6, BOUND, "has no IPv6 address");
    assertFails("fe80::1%nope", both, BOUND, "the interface nope does not exist");
  }

  @Test
  void aServerThatIsNotThereIsNamedAndTheNextOneAsked() throws Exception {
    int port = dns.port();
    dns.close();
    assertFails(
        "some.test", Families.IPV4, BOUND, "cannot be resolved: no name server at 127.0.0.1");

    dns = new ScriptedDns(InetAddress.ofLiteral("127.0.0.2"), port);
    dns.sayAddresses("some.test", 60, "192.0.2.1");
    write("resolv.conf", "nameserver 127.0.0.1", "nameserver 127.0.0.2", "# changed");

    assertThat(addresses("some.test")).containsExactly("192.0.2.1");
  }

  @Test
  void anAddressNeverWaits() throws Exception {
    dns.otherwise(new ScriptedDns.Silence());
    for (int i = 0; i < 2_000; i++) {
      resolver.resolve("dead-" + i + ".test", Families.BOTH, BOUND);
    }

    CompletionStage<Resolved> literal = resolver.resolve("192.0.2.1", Families.BOTH, BOUND);
    CompletionStage<Resolved> zoned = resolver.resolve("fe80::1%lo", Families.BOTH, BOUND);

    assertThat(literal.toCompletableFuture()).isCompleted();
    assertThat(addresses(zoned.toCompletableFuture().join()))
        .containsExactly("fe80:0:0:0:0:0:0:1%1");
  }

  @Test
  void deadNamesDoNotDelayAGoodOneAndAllEndInTheirOwnTime() throws Exception {
    dns.otherwise(new ScriptedDns.Silence());
    dns.sayAddresses("good.test", 60, "192.0.2.1");
    List<CompletionStage<Resolved>> dead = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      dead.add(resolver.resolve("dead-" + i + ".test", Families.BOTH, BOUND));
    }

    assertThat(addresses("good.test")).containsExactly("192.0.2.1");

    assertThat(dead).noneMatch(asked -> asked.toCompletableFuture().isDone());
  }

  @Test
  void aFullResolverSaysSo() throws Exception {
    dns.otherwise(new ScriptedDns.Silence());
    for (int i = 0; i < 512; i++) {
      resolver.resolve("dead-" + i + ".test", Families.BOTH, BOUND);
    }
    while (dns.questions() < 512) {
      Await.pause();
    }

    assertFails(
        "one-more.test",
        Families.BOTH,
        SHORT,
        "was not asked for: 512 other names wait for an answer");
  }

  @ParameterizedTest
  @CsvSource({"1, 28", "28, 1"})
  void aFamilyWhoseQuestionIsNeverAnsweredDoesNotHoldUpTheOther(int silent, int answered)
      throws Exception {
    dns.say(
        "half.test",
        new ScriptedDns.OnlyOneFamily(
            silent, new Addresses(60, List.of("192.0.2.1", "2001:db8::1"))));

    assertThat(addresses("half.test"))
        .containsExactly(answered == 1 ? "192.0.2.1" : "2001:db8:0:0:0:0:0:1");
  }

  @Test
  void aTruncatedAnswerIsAskedForOverTcp() throws Exception {
    dns.say("long.test", new ScriptedDns.OverTcp(new Addresses(60, List.of("192.0.2.7"))));

    assertThat(addresses("long.test")).containsExactly("192.0.2.7");
  }

  @Test
  void searchDomainsCompleteAShortName() throws Exception {
    dns.sayAddresses("db.sub.test", 60, "192.0.2.1");
    dns.sayAddresses("a.b", 60, "192.0.2.2");
    dns.sayAddresses("c.d.corp.test", 60, "192.0.2.3");
    dns.sayAddresses("rooted", 60, "192.0.2.4");
    dns.sayAddresses("rooted.corp.test", 60, "192.0.2.5");
    dns.sayAddresses("host_1.corp.test", 60, "192.0.2.6");

    assertThat(addresses("db")).containsExactly("192.0.2.1");
    assertThat(addresses("a.b")).containsExactly("192.0.2.2");
    assertThat(addresses("c.d")).containsExactly("192.0.2.3");
    assertThat(addresses("rooted.")).containsExactly("192.0.2.4");
    assertThat(addresses("host_1")).containsExactly("192.0.2.6");
  }

  @Test
  void theHostsFileComesFirstAndIsReadAgainAfterAChange() throws Exception {
    dns.sayAddresses("web.test", 60, "192.0.2.1");
    write("hosts", "127.0.0.5\tWeb.test web # a comment", "::7 web.test", "nonsense web.test");
    assertThat(addresses("WEB.test")).containsExactly("127.0.0.5", "0:0:0:0:0:0:0:7");
    assertThat(dns.questions()).isZero();

    write("hosts", "127.0.0.55 web.test");
    assertThat(addresses("web.test")).containsExactly("127.0.0.55");

    Files.delete(etc.resolve("hosts"));
    assertThat(addresses("web.test")).containsExactly("192.0.2.1");
  }

  @Test
  void localhostHasBothFamiliesWithAnyHostsFile() throws Exception {
    write("hosts", "127.0.0.5 localhost");
    assertThat(addresses("localhost")).containsExactly("127.0.0.5", "0:0:0:0:0:0:0:1");
    write("hosts", "::1 localhost localhost6", "fe80::1 other");
    assertThat(addresses("localhost")).containsExactly("0:0:0:0:0:0:0:1", "127.0.0.1");
  }

  @Test
  void localhostNeedsNoServerAndInvalidDoesNotExist() throws Exception {
    assertThat(addresses("localhost.")).containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertFails(
        "host.invalid",
        Families.BOTH,
        BOUND,
        "does not exist: no name under .invalid does (RFC 6761)");
    assertThat(dns.questions()).isZero();
  }

  @Test
  void sourcesThatOnlyTheSystemKnowsAreAskedByIt() throws Exception {
    String own = InetAddress.getLocalHost().getHostName();
    write("nsswitch.conf", "hosts: files dns [!UNAVAIL=return] myhostname");

    assertThat(addresses(own)).isNotEmpty();
    assertThat(dns.questions()).isPositive();
    write("nsswitch.conf", "passwd: files", "hosts: files myhostname # without name servers");
    int before = dns.questions();
    assertThat(addresses(own)).isNotEmpty();
    assertThat(dns.questions()).isEqualTo(before);
  }
}
