package io.pingdeck.alert.engine;

/// Counts over one or more adjacent windows. Window 0 is the newest.
interface Counts {
  /// Adds a probe. Bits: [#BAD], [#NOT_CLEAR].
  ///
  /// @param index number of the probe in order of decision, ascending without holes from 0
  void add(long index, int bits, long now);

  /// Changes the bits of a probe that was added before, if it is still in a window.
  void change(long index, long addedAt, int before, int after, long now);

  /// Whether the window has passed since the first probe, or has all its probes.
  boolean isFull(int window, long now);

  long counted(int window, long now);

  long bad(int window, long now);

  long notClear(int window, long now);

  /// Above the threshold of the rule.
  int BAD = 1;

  /// Above the threshold below which it clears.
  int NOT_CLEAR = 2;
}
