package io.pingdeck.packet.http;

import static io.pingdeck.fuzz.FuzzCheck.require;

import java.util.Optional;

/// Every byte string gives the same result however it is split, and never an exception. At the end
/// of the connection, only an empty response has no result.
public final class HttpResponseFuzz {
  private HttpResponseFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    for (boolean bodiless : new boolean[] {false, true}) {
      HttpResponses.Read whole = HttpResponses.read(input, input.length + 1, bodiless, true, true);
      HttpResponses.Read bytewise = HttpResponses.read(input, 1, bodiless, true, true);
      HttpResponses.Read uneven = HttpResponses.read(input, 7, bodiless, true, true);

      require(isAsLong(whole.reading(), input.length), "no reading at its end");
      require(kind(whole).equals(kind(bytewise)), "another reading byte by byte");
      require(kind(whole).equals(kind(uneven)), "another reading in pieces");
      require(whole.body().equals(bytewise.body()), "another body byte by byte");
      require(whole.body().length() <= input.length, "more body than bytes");
    }
  }

  private static boolean isAsLong(Optional<HttpReading> reading, int length) {
    return reading.isPresent() || length == 0;
  }

  private static String kind(HttpResponses.Read read) {
    return switch (read.reading().orElse(null)) {
      case HttpReading.Answered(int status) -> {
        require(status >= 0 && status <= 999, "no status of three digits");
        yield "answered " + status;
      }
      case HttpReading.Malformed(String reason) -> {
        require(reason.chars().allMatch(c -> c >= ' ' && c <= '~'), "a reason not to be shown");
        yield reason.startsWith("begins with") ? "begins" : reason;
      }
      case HttpReading.Flooded(String bound) -> bound;
      case null -> "nothing";
    };
  }
}
