package io.pingdeck.fuzz;

/// The target of the fuzzer: the [FuzzTarget] that the property `fuzz.target` names.
public final class Fuzzed {
  private static final FuzzTarget TARGET = FuzzTarget.valueOf(System.getProperty("fuzz.target"));

  private Fuzzed() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    TARGET.accept(input);
  }
}
