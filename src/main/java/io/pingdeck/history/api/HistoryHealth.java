package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The state of the history. Every sample is accounted for: `offered = written + dropped + queued`
/// at all times.
///
/// @param reason why it is paused or off, in words; empty otherwise
/// @param offered samples received from the bus
/// @param written samples on the disk
/// @param dropped samples that arrived while the queue was full; their span is stored as a [Gap]
/// @param queued samples in memory, waiting for the disk
/// @param writtenPerSecond average over about the last ten seconds
/// @param bytes used disk space
/// @param freeBytes disk space still available, bounded by the limit and by the disk
/// @param daysLeft how long `freeBytes` will last; empty while unknown
/// @param damaged number of unreadable places
/// @param limits how much is stored; empty if nothing is
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
    /// Samples are buffered in memory and writing is retried; measuring continues.
    PAUSED("paused"),
    /// Samples are not stored in this run.
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

  /// The same, with the limits.
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

  /// The same, paused for another reason.
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

  /// The health of a disabled history.
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
