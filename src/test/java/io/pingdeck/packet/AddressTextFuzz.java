package io.pingdeck.packet;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireMessage;

import io.pingdeck.fuzz.FuzzCheck;
import io.pingdeck.packet.http.HttpDate;
import java.net.InetAddress;

/// Every text is an address, a range of them, a date, or none. What is read is written as it is
/// read.
public final class AddressTextFuzz {
  private AddressTextFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    IpLiteral.parse(text).ifPresent(AddressTextFuzz::check);
    HttpDate.parse(text);
    try {
      AddressRange range = AddressRange.parse(text);
      require(AddressRange.parse(range.toString()).equals(range), "another range: " + range);
      require(range.contains(range.first()), "its first address is outside");
    } catch (IllegalArgumentException e) {
      requireMessage(e.getMessage());
    }
  }

  private static void check(InetAddress address) {
    Endpoint endpoint = Endpoint.of(address, 1);
    require(endpoint.host().indexOf('%') >= 0 || isReadAgain(endpoint), "another address");
  }

  private static boolean isReadAgain(Endpoint endpoint) {
    return IpLiteral.parse(endpoint.host())
        .filter(again -> Endpoint.of(again, 1).equals(endpoint))
        .isPresent();
  }
}
