package io.pingdeck.ping.target;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireFaults;
import static io.pingdeck.fuzz.FuzzCheck.requireMessage;

import io.pingdeck.base.FaultException;
import io.pingdeck.fuzz.FuzzCheck;

/// Every text is a target that is written as it is read, or refused as the field `target`.
public final class TargetFuzz {
  private static final int LONGEST_HOST = 254;

  private TargetFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    target(text);
    for (Protocol protocol : Protocol.values()) {
      codes(protocol, text);
    }
    for (String before : new String[] {"http://h", "dns://192.0.2.1/", "udp://", "icmp://["}) {
      target(before + text);
    }
  }

  private static void target(String text) {
    try {
      Target target = Target.parse(text);
      String written = target.toString();
      require(Target.parse(written).equals(target), "another target: " + written);
      requireMessage(target.host());
      require(target.host().length() <= LONGEST_HOST, "too long a host");
      require(target.host().chars().noneMatch(c -> c <= ' ' || c > '~'), "not of ASCII");
      require(written.chars().noneMatch(c -> c <= ' ' || c > '~'), "no URI: " + written);
    } catch (FaultException e) {
      requireFaults(e);
      require(
          e.faults().stream().allMatch(fault -> fault.field().equals(TargetParser.FIELD)),
          "a fault of another field");
    }
  }

  private static void codes(Protocol protocol, String text) {
    try {
      ExpectedCodes codes = ExpectedCodes.of(protocol, text);
      require(ExpectedCodes.of(protocol, codes.text()).equals(codes), "other codes");
      require(codes.accepts(codes.ranges().getFirst().first()), "its first code is none");
    } catch (IllegalArgumentException e) {
      requireMessage(e.getMessage());
    }
  }
}
