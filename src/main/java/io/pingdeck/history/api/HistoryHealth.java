package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// How the keeping of history stands. Nothing is lost in silence: `offered = written + dropped +
/// queued` at every instant.
///
/// @param reason why it is paused or off, in words; empty otherwise
/// @param offered samples that came from the bus
/// @param written samples that are on the disk
/// @param dropped samples that found the queue full; their span is kept as a [Gap]
/// @param queued samples in memory that wait for the disk
/// @param writtenPerSecond over the last ten seconds or so
/// @param bytes what is taken on the disk
/// @param freeBytes what may still be taken, by the limit or by the disk
/// @param daysLeft how long `freeBytes` lasts; empty while that is not known
/// @param damaged places that could not be read
/// @param limits how much is kept; empty if nothing is
/// @param warnings about the directory, in sentences
public record HistoryHealth(
    State state,
    String reason,
    long offered,
    long written,
    long dropped,
    long queued,
    double writtenPerSecond,
    long bytes,
    long freeBytes,
    OptionalDouble daysLeft,
    long damaged,
    Optional<HistoryLimits> limits,
    List<String> warnings) {

  /// Whether samples reach the disk.
  public enum State {
    RECORDING("recording"),
    /// They wait in memory and are tried again; measuring goes on.
    PAUSED("paused"),
    /// They are not kept in this run.
    OFF("off");

    private final String json;

    State(String json) {
      this.json = json;
    }

    public String json() {
      return json;
    }
  }

  public HistoryHealth {
    requireNonNull(state, "state");
    requireNonNull(reason, "reason");
    requireNonNull(daysLeft, "daysLeft");
    requireNonNull(limits, "limits");
    warnings = List.copyOf(warnings);
  }

  /// The same, told with how much is kept.
  public HistoryHealth within(HistoryLimits kept) {
    return new HistoryHealth(
        state,
        reason,
        offered,
        written,
        dropped,
        queued,
        writtenPerSecond,
        bytes,
        freeBytes,
        daysLeft,
        damaged,
        Optional.of(kept),
        warnings);
  }

  /// The same, paused for a further reason.
  ///
  /// @param why empty if there is none
  public HistoryHealth alsoPausedBecause(String why) {
    if (why.isEmpty() || state != State.RECORDING) {
      return this;
    }
    return new HistoryHealth(
        State.PAUSED,
        why,
        offered,
        written,
        dropped,
        queued,
        writtenPerSecond,
        bytes,
        freeBytes,
        daysLeft,
        damaged,
        limits,
        warnings);
  }

  /// Nothing is kept.
  public static HistoryHealth off(String reason) {
    return new HistoryHealth(
        State.OFF,
        reason,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        OptionalDouble.empty(),
        0,
        Optional.empty(),
        List.of());
  }
}
