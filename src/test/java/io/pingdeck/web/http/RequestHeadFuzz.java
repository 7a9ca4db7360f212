package io.pingdeck.web.http;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireMessage;

import io.pingdeck.fuzz.FuzzCheck;
import io.pingdeck.packet.AddressRange;
import io.pingdeck.packet.IpLiteral;
import io.pingdeck.web.http.OwnNames.Authority;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/// The headers that decide who asks and what for: Host, X-Forwarded-For, Range. Nobody but a
/// trusted proxy says who asks.
public final class RequestHeadFuzz {
  private static final String PROXY = "127.0.0.1";
  private static final String STRANGER = "192.0.2.7";
  private static final ClientAddress ADDRESSES =
      new ClientAddress(
          new ReverseProxy("", Optional.empty(), List.of(AddressRange.parse("127.0.0.0/8"))));

  private RequestHeadFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    forwarded(text);
    authority(text);
    range(text);
  }

  private static void forwarded(String text) {
    require(ADDRESSES.of(STRANGER, List.of(text)).equals(STRANGER), "a stranger is believed");
    String client = ADDRESSES.of(PROXY, List.of(text, text));
    require(IpLiteral.parse(client).isPresent(), "not an address: " + client);
    require(!ClientAddress.group(client).isEmpty(), "of no group");
    require(
        ADDRESSES.of(PROXY, List.of(text, STRANGER)).equals(STRANGER),
        "what a client sent counts more than what the proxy saw");
  }

  private static void authority(String text) {
    Authority.parse(text)
        .ifPresent(authority -> {
          int port = authority.port().orElse(0);
          require(port >= 0 && port <= 65_535, "no port");
          require(authority.host().chars().allMatch(c -> c > ' ' && c <= '~'), "no name of a host");
          boolean isIpv6 = authority.host().indexOf(':') >= 0;
          String written = isIpv6 ? "[" + authority.host() + "]" : authority.host();
          require(
              Authority.parse(written).orElseThrow().host().equals(authority.host()),
              "another host");
        });
  }

  private static void range(String text) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    try {
      headers.set("Range", text);
    } catch (IllegalArgumentException e) {
      return; // no value of a header
    }
    Optional<String> fault = ByteRange.check(headers);
    fault.ifPresent(FuzzCheck::requireMessage);
    String kept = headers.get("Range");
    require(
        fault.isPresent() || kept == null || kept.matches("bytes=\\d{1,19}-(\\d{1,19})?"),
        "a range that is not checked");
    if (fault.isEmpty() && kept != null) {
      requireMessage(kept);
    }
  }
}
