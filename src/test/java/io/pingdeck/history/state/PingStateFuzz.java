package io.pingdeck.history.state;

import static io.pingdeck.fuzz.FuzzCheck.require;

import io.pingdeck.fuzz.FuzzCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Every line of `pings.state` is understood or counted as unread. What is understood is written as
/// it was read.
public final class PingStateFuzz {
  private PingStateFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    StateLines lines = new StateLines();
    List<String> given = FuzzCheck.text(input).lines().toList();
    given.forEach(line -> lines.read(line.getBytes(StandardCharsets.UTF_8)));
    SavedState state = lines.state();
    require(state.pings().size() + lines.unread() <= given.size(), "more than the lines");

    List<byte[]> written = write(state);
    StateLines again = new StateLines();
    written.forEach(again::read);
    require(
        Arrays.deepEquals(write(again.state()).toArray(), written.toArray()),
        "another state than was written");
    require(again.unread() == 0, "what was written is not understood");
  }

  private static List<byte[]> write(SavedState state) {
    return StateLines.all(
        state.pings().stream().map(StateLines::ping).toList(),
        state.echoServers(),
        state.wasClosed());
  }
}
