package io.pingdeck.packet.text;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/// One message "I am alive", or "I stop now, on purpose".
///
/// @param goodbye whether the application says that it stops
/// @param sequence 0-[BeatText#MAX_SEQUENCE]
/// @param sentEpochNanos the sender's own clock, nanoseconds since 1970 UTC; how far it is off
///   nobody knows
/// @param name the application; empty if the message names none
/// @param epoch names one run of the application, so that a restart is told from a wrap
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
