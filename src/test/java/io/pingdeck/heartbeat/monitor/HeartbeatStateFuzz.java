package io.pingdeck.heartbeat.monitor;

import static io.pingdeck.fuzz.FuzzCheck.require;

import io.pingdeck.disk.RecordLines;
import io.pingdeck.fuzz.FuzzCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Every text is the state of the heartbeats as far as its lines can be read; the others are
/// counted. What is read is written as it was read.
public final class HeartbeatStateFuzz {
  private static final RecordLines<SavedMonitor> LINES =
      new RecordLines<>(SavedMonitor.class, SavedMonitor::rest);

  private HeartbeatStateFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = FuzzCheck.text(input);
    List<byte[]> lines = text.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    LINES.newerVersion(lines);
    check(LINES.read(lines));
    check(LINES.readJson(text));
  }

  private static void check(RecordLines.Salvage<SavedMonitor> found) {
    require(found.lost() >= 0, "less than nothing is lost");
    require(found.record().isPresent() || found.lost() > 0, "nothing, and nothing is lost");
    found
        .record()
        .ifPresent(state -> {
          RecordLines.Salvage<SavedMonitor> again = LINES.read(LINES.of(state));
          require(again.lost() == 0, "what was written is lost");
          require(again.record().orElseThrow().equals(state), "another state than was written");
        });
  }
}
