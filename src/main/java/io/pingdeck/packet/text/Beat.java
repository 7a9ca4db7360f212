package io.pingdeck.packet.text;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/// One heartbeat message, or the goodbye message of an application that stops on purpose.
///
/// @param goodbye whether this is a goodbye
/// @param sequence 0-[BeatText#MAX_SEQUENCE]
/// @param sentEpochNanos send time by the sender's clock, in nanoseconds since 1970 UTC; its offset
///   is unknown
/// @param name name of the application; empty if the message contains none
/// @param epoch identifies one run of the application, which tells a restart from a wrap
public record Beat(
    boolean goodbye,
    long sequence,
    OptionalLong sentEpochNanos,
    Optional<String> name,
    Optional<String> epoch) {
  public Beat {
    if (sequence < 0 || sequence > BeatText.MAX_SEQUENCE) {
      throw new IllegalArgumentException("sequence out of range: " + sequence);
    }
    requireNonNull(sentEpochNanos, "sentEpochNanos");
    requireNonNull(name, "name");
    requireNonNull(epoch, "epoch");
    name.ifPresent(text -> require(BeatText.isName(text), "not a name", text));
    epoch.ifPresent(text -> require(BeatText.isEpoch(text), "not an epoch", text));
    if (epoch.isPresent() && name.isEmpty()) {
      throw new IllegalArgumentException("an epoch needs a name before it");
    }
    if (name.isPresent() && sentEpochNanos.isEmpty()) {
      throw new IllegalArgumentException("a name needs a time before it");
    }
  }

  private static void require(boolean holds, String fault, String text) {
    if (!holds) {
      throw new IllegalArgumentException(fault + ": " + text);
    }
  }
}
