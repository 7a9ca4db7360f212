package io.pingdeck.cli.report;

import static io.pingdeck.fuzz.FuzzCheck.require;

import io.pingdeck.fuzz.FuzzCheck;
import java.io.IOException;
import java.nio.file.Path;

/// Every file is an export, each of whose samples is one that a ping can have, or refused with the
/// reason.
public final class ExportFuzz {
  private ExportFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    Path file = FuzzCheck.file(ExportFuzz.class, input);
    int[] samples = {0};
    try {
      SampleFile.read(
          file,
          line -> {
            samples[0]++;
            require(line.sequence() >= 1, "no sequence of a probe");
            require(line.outcome().hasRtt() == line.rttNanos().isPresent(), "an RTT of nothing");
          });
    } catch (IOException e) {
      require(e.getMessage().startsWith(file + " is not an export"), "another: " + e.getMessage());
      FuzzCheck.requireMessage(e.getMessage().substring(file.toString().length()));
    }
    require(samples[0] <= input.length, "more samples than bytes");
  }
}
