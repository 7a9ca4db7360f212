package io.pingdeck.ping.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pingdeck.packet.AddressRange;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.testing.Proves;
import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingPolicyTest {
  private static final Caller OPERATOR = new Caller("olga", Role.OPERATOR, Caller.Proof.PASSWORD);
  private static final Caller ADMIN = new Caller("ada", Role.ADMIN, Caller.Proof.PASSWORD);
  private static final Caller SCRIPT = new Caller("ci", Role.OPERATOR, Caller.Proof.TOKEN);

  private final PingPolicy policy = new PingPolicy(PolicyRules.NONE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "169.254.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "239.1.2.3",
        "255.255.255.255",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "::1",
        "::",
        "fc00::1",
        "fdff::1",
        "fec0::1",
        "fe80::1",
        "febf::1",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::10.1.2.3",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a00:1::5",
        "2002:a9fe:a9fe::1",
        "2002:c0a8:1::1",
        "2001:0:5ef5:79fd:0:0:80ff:fffe",
        "2001:db8::5efe:127.0.0.1",
        "2001:db8::200:5efe:10.0.0.1"
      })
  @Proves("W12")
  void operatorMayNotReachWhatOnlyThisMachineReaches(String address) {
    assertThat(refusal(OPERATOR, address)).isPresent();
    assertThat(refusal(Caller.LOCAL, address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "8.8.8.8",
        "11.0.0.0",
        "9.255.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "128.0.0.1",
        "2001:db8::1",
        "2606:4700::1111",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "::ffff:8.8.8.8",
        "2001:0:5ef5:79fd:0:0:f7f7:f7f7",
        "fbff::1",
        "fe7f::1"
      })
  void operatorMayReachTheRest(String address) {
    assertThat(refusal(OPERATOR, address)).isEmpty();
    assertThat(refusal(ADMIN, address)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "::1, true",
    "10.0.0.1, true",
    "192.168.1.1, true",
    "fd12::1, true",
    "100.64.0.1, true",
    "2002:a00:1::5, true",
    "64:ff9b::7f00:1, true",
    "169.254.169.254, false",
    "169.254.3.4, false",
    "fe80::1, false",
    "fd00:ec2::254, false",
    "fd20:ce::254, false",
    "fd00:42::42, false",
    "100.100.100.200, false",
    "168.63.129.16, false",
    "192.0.0.192, false",
    "0.0.0.0, false",
    "::, false",
    "64:ff9b::a9fe:a9fe, false",
    "2002:a9fe:a9fe::, false",
    "::ffff:169.254.169.254, false",
    "::169.254.169.254, false",
  })
  @Proves("W12")
  void adminIsDeniedTheServicesOfCloudsAndTheLink(String address, boolean isAllowed) {
    assertThat(refusal(ADMIN, address).isEmpty()).isEqualTo(isAllowed);
  }

  @ParameterizedTest
  @EnumSource(
      value = Caller.Proof.class,
      names = {"LOOPBACK"},
      mode = EnumSource.Mode.EXCLUDE)
  void itDoesNotMatterHowARemoteCallerProvedWhoItIs(Caller.Proof proof) {
    assertThat(refusal(new Caller("olga", Role.OPERATOR, proof), "10.0.0.1")).isPresent();
  }

  @Test
  void theSentenceNamesAddressRoleAndSetting() {
    assertThat(refusal(OPERATOR, "10.1.2.3"))
        .hasValue(
            "an operator may not ping 10.1.2.3: 10.0.0.0/8 is denied by default, and"
                + " ping.policy.operator.allow can allow it");
    assertThat(refusal(ADMIN, "64:ff9b::a9fe:a9fe"))
        .hasValue(
            "an admin may not ping 64:ff9b::a9fe:a9fe, which contains 169.254.169.254:"
                + " 169.254.0.0/16 is denied by default, and ping.policy.admin.allow can allow it");
    assertThat(configured("", "192.0.2.0/24").refusal(OPERATOR, true, address("192.0.2.1")))
        .hasValue(
            "an operator may not ping 192.0.2.1: 192.0.2.0/24 is denied by"
                + " ping.policy.operator.deny");
  }

  @ParameterizedTest
  @CsvSource({
    // allow, deny, address, allowed
    "10.0.0.0/8, '', 10.1.2.3, true",
    "10.0.0.0/8, '', 192.168.0.1, false",
    "10.0.0.0/8, '', ::ffff:10.1.2.3, true",
    "10.0.0.0/8, '', 2002:a01:203::, true",
    "10.0.0.0/8, 10.1.0.0/16, 10.1.2.3, false",
    "10.0.0.0/8, 10.1.0.0/16, 10.2.2.3, true",
    "10.1.2.3, 10.1.0.0/16, 10.1.2.3, true",
    "10.0.0.0/8, 10.0.0.0/8, 10.1.2.3, false",
    "0.0.0.0/0, '', 10.1.2.3, false",
    "0.0.0.0/0, 0.0.0.0/0, 8.8.8.8, false",
    "192.0.2.0/24, 0.0.0.0/0, 192.0.2.9, true",
    "192.0.2.0/24, 0.0.0.0/0, 8.8.8.8, false",
    "192.0.2.0/24, 0.0.0.0/0, 2001:db8::1, true",
    "'', ::/0, 2001:db8::1, false",
    "'', ::/0, 8.8.8.8, true",
    "::/0, '', ::1, false",
    "127.0.0.1, '', 127.0.0.1, true",
    "127.0.0.1, '', 127.0.0.2, false",
    "::1, '', ::1, true",
    "169.254.0.0/16, '', 169.254.169.254, true",
    "64:ff9b::/96, '', 64:ff9b::a00:1, false",
  })
  void theLongestRangeDecides(String allow, String deny, String address, boolean isAllowed) {
    assertThat(configured(allow, deny).refusal(OPERATOR, true, address(address)).isEmpty())
        .isEqualTo(isAllowed);
    assertThat(configured(allow, deny).refusal(ADMIN, true, address("10.1.2.3"))).isEmpty();
  }

  @Test
  void ownServersAreAllowedWhileTheyListen() {
    Endpoint server = Endpoint.ipv4(0x7f000001, 12000);
    policy.own().add(true, server);

    assertThat(policy.refusal(OPERATOR, true, server)).isEmpty();
    assertThat(policy.refusal(OPERATOR, false, server)).isPresent();
    assertThat(policy.refusal(OPERATOR, true, server.withPort(12001))).isPresent();
    assertThat(policy.refusal(OPERATOR, true, server.withPort(0))).isPresent();
    assertThat(policy.refusal(OPERATOR, true, Endpoint.ipv4(0x7f000002, 12000))).isPresent();

    policy.own().remove(true, server);

    assertThat(policy.refusal(OPERATOR, true, server)).isPresent();
  }

  @Test
  void serverOnAllAddressesIsReachedByEachOfThisMachine() {
    policy.own().add(true, Endpoint.ipv4(0, 12000));

    assertThat(policy.refusal(OPERATOR, true, Endpoint.ipv4(0x7f000001, 12000))).isEmpty();
    assertThat(policy.refusal(OPERATOR, true, Endpoint.ipv4(0x0a636363, 12000))).isPresent();
    assertThat(policy.refusal(OPERATOR, true, new Endpoint(0, 1, 12000, 0))).isPresent();
  }

  @Test
  void addressOfThisMachineIsLikeLoopback() throws Exception {
    Optional<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findFirst();
    assumeTrue(own.isPresent(), "this machine has an address beside loopback");
    String text = own.get().getHostAddress();

    assertThat(
            configured("0.0.0.0/1,128.0.0.0/1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16", "")
                .refusal(OPERATOR, true, address(text))
                .orElseThrow())
        .contains("an address of this machine", "ping.policy.operator.allow");
    assertThat(configured(text, "").refusal(OPERATOR, true, address(text))).isEmpty();
    assertThat(refusal(ADMIN, text)).isEmpty();
  }

  @Test
  void whoHasLeftMayPingNothing() {
    policy.users().set(new Directory(List.of(user("ada", Role.ADMIN)), List.of()));

    assertThat(refusal(ADMIN, "8.8.8.8")).isEmpty();
    assertThat(refusal(OPERATOR, "8.8.8.8")).hasValue("olga started it and is no longer a user");
    assertThat(refusal(SCRIPT, "8.8.8.8")).hasValue("the token ci started it and no longer exists");
    assertThat(policy.farewell(OPERATOR)).isPresent();
    assertThat(policy.farewell(ADMIN)).isEmpty();
    assertThat(policy.farewell(Caller.LOCAL)).isEmpty();
  }

  @Test
  void theRoleOfTodayCounts() {
    policy
        .users()
        .set(
            new Directory(
                List.of(user("Ada", Role.OPERATOR), user("olga", Role.VIEWER)),
                List.of(token(Role.ADMIN, Optional.empty()))));

    assertThat(refusal(ADMIN, "10.0.0.1").orElseThrow()).startsWith("an operator may not");
    assertThat(refusal(OPERATOR, "8.8.8.8"))
        .hasValue("olga started it and is now a viewer, who may not ping");
    assertThat(refusal(SCRIPT, "10.0.0.1")).isEmpty();
  }

  @Test
  void expiredTokenMayPingNothing() {
    Instant past = Instant.now().minusSeconds(1);
    policy.users().set(new Directory(List.of(), List.of(token(Role.ADMIN, Optional.of(past)))));

    assertThat(refusal(SCRIPT, "8.8.8.8")).hasValue("the token ci started it and has expired");
  }

  /// A provider's users are not in the directory.
  @Test
  void whoeverAProviderNamesKeepsTheRoleOfTheLogin() {
    policy.users().set(Directory.EMPTY);
    Caller named = new Caller("olga", Role.OPERATOR, Caller.Proof.OIDC);

    assertThat(refusal(named, "8.8.8.8")).isEmpty();
    assertThat(refusal(named, "10.0.0.1")).isPresent();
  }

  private static User user(String name, Role role) {
    return new User(name, role, 1, Instant.EPOCH);
  }

  private static Token token(Role role, Optional<Instant> expires) {
    return new Token("k8tezswt", "ci", role, "", Instant.EPOCH, expires, Optional.empty());
  }

  private Optional<String> refusal(Caller by, String address) {
    return policy.refusal(by, true, address(address));
  }

  private static PingPolicy configured(String allow, String deny) {
    return new PingPolicy(
        new PolicyRules(
            new PolicyRules.Ranges(ranges(allow), ranges(deny)), PolicyRules.Ranges.NONE));
  }

  private static List<AddressRange> ranges(String texts) {
    return Stream.of(texts.split(","))
        .filter(text -> !text.isEmpty())
        .map(AddressRange::parse)
        .toList();
  }

  private static Endpoint address(String text) {
    return Endpoint.of(InetAddress.ofLiteral(text), 12000);
  }
}
