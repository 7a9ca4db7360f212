package io.pingdeck.ping.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.testing.Proves;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "udp://127.0.0.1:12000, udp://127.0.0.1:12000",
    "UDP://LocalHost:1, udp://localhost:1",
    "tcp://example.com:65535, tcp://example.com:65535",
    "tcp://example.com.:80, tcp://example.com.:80",
    "icmp://192.0.2.1, icmp://192.0.2.1",
    "icmp://host-1, icmp://host-1",
    "tcp://my_app_db_1:5432, tcp://my_app_db_1:5432",
    "http://_dmarc.a_b.Example_/x, http://_dmarc.a_b.example_/x",
    "icmp://bücher_1.example, icmp://xn--bcher_1-n2a.example",
    "192.0.2.1, icmp://192.0.2.1",
    "Example.COM, icmp://example.com",
    "my_host, icmp://my_host",
    "2001:DB8::1, icmp://[2001:db8::1]",
    "::1, icmp://[::1]",
    "[2001:db8::1], icmp://[2001:db8::1]",
    "fe80::1%eth0, icmp://[fe80::1%eth0]",
    "udp://1e100.net:9, udp://1e100.net:9",
    "udp://3com.com:9, udp://3com.com:9",
    "udp://[::1]:12000, udp://[::1]:12000",
    "udp://[2001:DB8:0:0:0:0:0:1]:7, udp://[2001:db8::1]:7",
    "icmp://[fe80::1%eth0], icmp://[fe80::1%eth0]",
    "icmp://[fe80::1%25eth0], icmp://[fe80::1%eth0]",
    "icmp://[fe80::1%25], icmp://[fe80::1%25]",
    "udp://bücher.example:53, udp://xn--bcher-kva.example:53",
    "udp://例え.テスト:53, udp://xn--r8jz45g.xn--zckzah:53",
    "http://host, http://host/",
    "http://host:80/, http://host/",
    "HTTP://Host:8080/Path?x=1&y=%20, http://host:8080/Path?x=1&y=%20",
    "http://host?x=1, http://host/?x=1",
    "http://host/?a[]=1, http://host/?a%5B%5D=1",
    "http://host/a b?c d, http://host/a%20b?c%20d",
    "http://host/a|b?{x}^`<>, http://host/a%7Cb?%7Bx%7D%5E%60%3C%3E",
    "http://host/\u00e9/\u65e5?\ud83d\ude00, http://host/%C3%A9/%E6%97%A5?%F0%9F%98%80",
    "http://host/100%?50%zz%, http://host/100%25?50%25zz%25",
    "http://host/%5b%e9, http://host/%5b%e9",
    "http://host/a\\b?c\\d, http://host/a/b?c%5Cd",
    "http://host\\a, http://host/a",
    "https://[::1]:8443/a, https://[::1]:8443/a",
    "https://host:443/, https://host/",
    "https://host:80/, https://host:80/",
    "dns://127.0.0.1/example.org, dns://127.0.0.1/example.org",
    "dns://127.0.0.1:5353/Example.ORG.?type=aaaa, dns://127.0.0.1:5353/example.org?type=AAAA",
    "dns://127.0.0.1:53/example.org?type=A, dns://127.0.0.1/example.org",
    "dns://[2001:db8::53]/.?type=NS, dns://[2001:db8::53]/.?type=NS",
    "dns://192.0.2.1/_dmarc.example.org?type=TXT, dns://192.0.2.1/_dmarc.example.org?type=TXT",
    "dns://192.0.2.1/_sip._tcp.example.org?type=srv,"
        + " dns://192.0.2.1/_sip._tcp.example.org?type=SRV",
    "dns://192.0.2.1/Bücher.Example., dns://192.0.2.1/xn--bcher-kva.example",
    "dns://192.0.2.1/_sip._tcp.bücher.example?type=SRV,"
        + " dns://192.0.2.1/_sip._tcp.xn--bcher-kva.example?type=SRV",
    "dns://192.0.2.1/b%C3%BCcher.example, dns://192.0.2.1/xn--bcher-kva.example",
    "dns://192.0.2.1/例え.テスト?type=CAA, dns://192.0.2.1/xn--r8jz45g.xn--zckzah?type=CAA",
    "dns://192.0.2.1/a?transport=udp, dns://192.0.2.1/a",
    "dns://192.0.2.1/a?transport=TCP, dns://192.0.2.1/a?transport=tcp",
    "dns://192.0.2.1/a?type=A&transport=tcp, dns://192.0.2.1/a?transport=tcp",
    "dns://192.0.2.1/a?transport=tcp&type=mx, dns://192.0.2.1/a?type=MX&transport=tcp",
    "dns://192.0.2.1:domain/.?transport=tcp, dns://192.0.2.1/.?transport=tcp",
    "smtp://mail.example, smtp://mail.example",
    "smtp://mail.example:25, smtp://mail.example",
    "smtp://mail.example:2525, smtp://mail.example:2525",
    "ftp://host, ftp://host",
    "pop3://host, pop3://host",
    "imap://host, imap://host",
    "nntp://host, nntp://host",
    "telnet://[::1], telnet://[::1]",
    "gopher://host:7070, gopher://host:7070",
  })
  void readsTheTargetsPeopleWrite(String written, String canonical) {
    Target target = Target.parse(written);

    assertThat(target).hasToString(canonical);
    assertThat(Target.parse(target.toString())).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // no or an unknown scheme
        "",
        " ",
        "localhost:12000",
        "[::1]:12000",
        "nothing in it",
        "me@host",
        "host/path",
        "0x7f.1",
        "127.1",
        "224.0.0.1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "::x",
        "udp:127.0.0.1:12000",
        "//127.0.0.1:12000",
        "://127.0.0.1:12000",
        "file:///etc/passwd",
        "javascript://127.0.0.1:80",
        " udp://127.0.0.1:12000",
        "udp ://127.0.0.1:12000",
        "udp\u0000://127.0.0.1:12000",
        "ＵＤＰ://127.0.0.1:12000",
        // text with a special meaning in a shell
        "udp://;id:1",
        "udp://$(id):1",
        "udp://`id`:1",
        "udp://-c 1:1",
        "udp://-c:1",
        "udp://a|b:1",
        "udp://a&b:1",
        "udp://a>b:1",
        "udp://a'b:1",
        "udp://a\"b:1",
        "udp://*:1",
        "udp://a b:1",
        // text with a special meaning in a parser
        "udp://host\n:1",
        "udp://host\r\nX: y:1",
        "udp://host\t:1",
        "udp://host\u0000:1",
        "udp://host%0a:1",
        "udp://host%00:1",
        "udp://%6c%6f:1",
        "udp://user@host:1",
        "udp://user:secret@host:1",
        "udp://host:1/",
        "smtp://host/inbox",
        "http://host/#top",
        "http://host/a\r\nX: y",
        "http://host/a\tb",
        "http://host/a\0b",
        "http://host/\ud800",
        "http://user@host/",
        "http://host:0/",
        "dns://127.0.0.1",
        "dns://127.0.0.1/",
        "dns://127.0.0.1/a..b",
        "dns://127.0.0.1/.a",
        "dns://127.0.0.1/a b",
        "dns://127.0.0.1/a%zz",
        "dns://127.0.0.1/a%20b",
        "dns://127.0.0.1/straße",
        "dns://127.0.0.1/\u212a.example",
        "dns://127.0.0.1/例え。テスト",
        "dns://127.0.0.1/a?type=ANY",
        "dns://127.0.0.1/a?class=CH",
        "dns://127.0.0.1/a?type=A&x=1",
        "dns://127.0.0.1/a#b",
        "dns://127.0.0.1/a?",
        "dns://127.0.0.1/a?transport",
        "dns://127.0.0.1/a?transport=",
        "dns://127.0.0.1/a?transport=tls",
        "dns://127.0.0.1/a?transport=tcp&",
        "dns://127.0.0.1/a?transport=tcp#b",
        "dns://127.0.0.1/a?type=A&type=A",
        "dns://127.0.0.1/a?transport=tcp&transport=udp",
        "dns://127.0.0.1/a?Transport=tcp",
        "dns://127.0.0.1/?transport=tcp",
        "dns://127.0.0.1?transport=tcp",
        "udp://host:1/path",
        "udp://host:1?q",
        "udp://host:1#f",
        "udp://host\\@other:1",
        "udp://a,b:1",
        "udp://http://host:1",
        // invalid names
        "udp://:1",
        "udp://.:1",
        "udp://..:1",
        "udp://.host:1",
        "udp://a..b:1",
        "udp://-host:1",
        "udp://host-:1",
        "udp://a_-:1",
        // characters that look like others
        "udp://127。0。0。1:1",
        "udp://a．b:1",
        "udp://a｡b:1",
        "udp://１２７.0.0.1:1",
        "udp://ｌｏｃａｌｈｏｓｔ:1",
        "udp://①.example:1",
        "udp://straße.example:1",
        "udp://a\u200bb.example:1",
        "udp://\u202eexample.com:1",
        "udp://\u00ad.example:1",
        "udp://\ud800.example:1",
        // numbers that other programs parse as an IPv4 address
        "udp://0x7f.1:1",
        "udp://0x7f000001:1",
        "udp://0x:1",
        "udp://2130706433:1",
        "udp://017700000001:1",
        "udp://0177.0.0.1:1",
        "udp://127.0.0.01:1",
        "udp://1.2.3:1",
        "udp://127.1:1",
        "udp://1:1",
        "udp://1.2.3.4.5:1",
        "udp://256.1.1.1:1",
        "udp://1.2.3.4.:1",
        "udp://99999999999999999999.1.1.1:1",
        // IPv6
        "udp://::1:1",
        "udp://[::1:1",
        "udp://::1]:1",
        "udp://[]:1",
        "udp://[:]:1",
        "udp://[1:2:3]:1",
        "udp://[::g]:1",
        "udp://[127.0.0.1]:1",
        "udp://[localhost]:1",
        "udp://[::ffff:127.0.0.1]:1",
        "udp://[::ffff:7f00:1]:1",
        "udp://[::1%lo]:1",
        "udp://[fe80::1]:1",
        "udp://[fe80::1%]:1",
        "udp://[fe80::1%a/b]:1",
        "udp://[fe80::1%$(id)]:1",
        "udp://[::1]x:1",
        "udp://[::1]]:1",
        // not a single host
        "udp://0.0.0.0:1",
        "udp://0.1.2.3:1",
        "udp://[::]:1",
        "udp://255.255.255.255:1",
        "udp://224.0.0.1:1",
        "udp://239.255.255.250:1900",
        "udp://[ff02::1]:1",
        // ports
        "udp://host",
        "tcp://host",
        "udp://host:",
        "udp://host:0",
        "udp://host:-1",
        "udp://host:+1",
        "udp://host:01",
        "udp://host:65536",
        "udp://host:99999999999",
        "udp://host:no-such-service",
        "tcp://host:smtp-",
        "udp://host:1 ",
        "udp://host:１",
        "udp://host:1:2",
        "icmp://host:1",
        "icmp://host:",
      })
  @Proves("W11")
  void refusesWhatIsNoTarget(String written) {
    FaultException refusal = refusal(written);

    assertThat(refusal.faults()).isNotEmpty().allMatch(fault -> fault.field().equals("target"));
    assertThat(refusal.faults())
        .allSatisfy(fault -> {
          assertThat(fault.message()).isNotBlank().hasSizeLessThan(250);
          assertThat(fault.message().codePoints()).allMatch(GivenText::isVisible);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1:12000    | 127.0.0.1:12000 has no protocol: write udp://…, tcp://…, icmp://…, http://…, dns://… or another
          host/x             | host/x has no protocol: write udp://…, tcp://…, icmp://…, http://…, dns://… or another
          224.0.0.1          | 224.0.0.1 is a multicast address: ping one host
          ssh://h:22         | ssh is not a protocol that can be pinged (udp, tcp, icmp, http, https, dns, ftp, smtp, pop3, imap, nntp, telnet, gopher)
          udp://h:70000      | 70000 is not a port (1-65535)
          udp://h:smpt       | smpt is not a port: 1-65535, or the name of a udp service
          tcp://h:smpt       | smpt is not a port: 1-65535, or the name of a tcp service
          udp://h            | udp needs a port: udp://host:12000
          icmp://h:7         | icmp has no ports: leave out :7
          dns://h/a?transport=tls | tls is not a transport of DNS pings (udp, tcp)
          dns://h/a?x=1      | /a?x=1 is not a question: /example.org or /example.org?type=AAAA&transport=tcp
          dns://h?transport=tcp | dns needs a name to query: dns://192.0.2.1/example.org?type=AAAA
          udp://:7           | the host is missing
          udp://me@h:7       | a target has no user name: leave out all up to the @
          udp://h:7/x        | /x does not belong in a target: it ends behind host and port
          udp://0x7f.1:7     | 0x7f.1 is not an IPv4 address (four numbers from 0 to 255, such as 192.0.2.1)
          udp://::1:7        | ::1:7 needs brackets around an IPv6 address: [2001:db8::1]
          udp://[::x]:7      | ::x is not an IPv6 address (such as 2001:db8::1)
          udp://[::ffff:7f00:1]:7 | ::ffff:7f00:1 is an IPv4 address: write 127.0.0.1
          udp://[fe80::1]:7  | fe80::1 is link-local: name the interface too, such as fe80::1%eth0
          udp://$(id):7      | $(id) is not a host name (letters, digits, hyphens and underscores, at most 63 between two dots)
          udp://straße.de:7  | straße.de is not a host name that is safe to convert: write it in ASCII
          udp://224.0.0.1:7  | 224.0.0.1 is a multicast address: ping one host
          udp://255.255.255.255:7 | 255.255.255.255 is a broadcast address: ping one host
          udp://[::]:7       | :: is not the address of a host
          """)
  void saysWhatWasGivenAndWhatIsAllowed(String written, String sentence) {
    assertThat(refusal(written).faults()).containsExactly(new Fault("target", sentence));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://mail.example:smtp, tcp://mail.example:25",
    "tcp://[2001:db8::1]:SSH, tcp://[2001:db8::1]:22",
    "udp://time.example:ntp, udp://time.example:123",
  })
  void aServicesNameIsItsPort(String written, String target) {
    assertThat(Target.parse(written)).hasToString(target);
  }

  @Test
  void namesEveryFaultOfATargetAtOnce() {
    assertThat(messages("ftp://me@$(id):70000/x"))
        .contains("70000 is not a port", "user name", "$(id) is not a host name", "/x does not");
    assertThat(messages("ssh://me@$(id):22"))
        .contains("ssh is not a protocol", "user name", "$(id) is not a host name");
    assertThat(messages("udp://0x7f.1:70000"))
        .contains("0x7f.1 is not an IPv4 address", "70000 is not a port");
  }

  @Test
  void cutsLongTextAndShowsWhatCannotBeSeen() {
    assertThat(messages("udp://" + "a".repeat(10_000) + ":1"))
        .isEqualTo("the host " + "a".repeat(60) + "… has 10000 characters (at most 253)");
    assertThat(messages("udp://a\nb:1")).startsWith("a\\u000ab is not a host name");
    assertThat(messages("udp://\u202ea:1")).startsWith("\\u202ea is not a host name");
  }

  @Test
  void acceptsTheLongestNameAndNoLongerOne() {
    String label = "a".repeat(63);
    String longest = String.join(".", List.of(label, label, label, "a".repeat(61)));

    assertThat(Target.parse("udp://" + longest + ":1").host()).hasSize(253);
    assertThat(messages("udp://" + longest + "a:1")).contains("has 254 characters (at most 253)");
    assertThat(messages("udp://" + label + "a.example:1")).contains("is not a host name");
  }

  private static String messages(String written) {
    return refusal(written).faults().stream().map(Fault::message).collect(Collectors.joining("\n"));
  }

  private static FaultException refusal(String written) {
    FaultException refusal =
        catchThrowableOfType(FaultException.class, () -> Target.parse(written));
    assertThat(refusal).as(written).isNotNull();
    return refusal;
  }

  @Test
  void aGreetingProtocolHasItsUsualPort() {
    assertThat(
            Stream.of("ftp", "smtp", "pop3", "imap", "nntp", "telnet", "gopher")
                .map(scheme -> Target.parse(scheme + "://host").port()))
        .containsExactly(21, 25, 110, 143, 119, 23, 70);
    assertThat(Target.parse("http://host").port()).isEqualTo(80);
    assertThat(Target.parse("https://host").port()).isEqualTo(443);
    assertThat(Target.parse("dns://host/name").port()).isEqualTo(53);
  }

  @ParameterizedTest
  @CsvSource({
    "dns://h/a, false",
    "dns://h/a?type=AAAA, false",
    "dns://h/transport-tcp, false",
    "dns://h/a?transport=tcp&type=AAAA, true",
    "dns://h/a?transport=tcp, true",
    "http://h/a?transport=tcp, false"
  })
  void knowsWhichQuestionsGoOverTcp(String written, boolean overTcp) {
    assertThat(Target.parse(written).isDnsOverTcp()).isEqualTo(overTcp);
  }

  @Test
  void saysWhichLabelOfAQuestionIsNone() {
    String label = "x".repeat(64);

    assertThat(sentence("dns://127.0.0.1/" + label + ".org"))
        .endsWith("the label xxxxxxxxxxxxxxxxxxxx… has 64 characters (at most 63)");
    assertThat(sentence("dns://127.0.0.1/" + "abc.".repeat(63) + "ab"))
        .endsWith("a name has at most 253 characters, this one has 254");
    assertThat(sentence("dns://127.0.0.1/a.b*c.org"))
        .endsWith("the label b*c has other characters than letters, digits, - and _");
    assertThat(sentence("dns://127.0.0.1/a?type=ANY"))
        .isEqualTo(
            "ANY is not a supported query type (A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV,"
                + " CAA)");
  }

  private static String sentence(String written) {
    FaultException refusal =
        catchThrowableOfType(FaultException.class, () -> Target.parse(written));
    return refusal.faults().getFirst().message();
  }
}
