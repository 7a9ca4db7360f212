package io.pingdeck.heartbeat.monitor;

/// The last beats in order, one character each, newest last: `r` received, `o` received out of
/// order, `f` received with a failure report, `l` lost, `u` unseen because this monitor was paused
/// or down, `s` restarted, `x` stopped, `g` goodbye.
public final class BeatBar {
  static final int LENGTH = 100;

  private final byte[] marks = new byte[LENGTH];
  private long size;
  private long newestBeat = -1;

  /// Adds a beat or goodbye with the highest sequence so far.
  ///
  /// @param gap number of skipped sequences before it
  void newest(long gap, boolean blind, boolean goodbye) {
    for (long i = Math.min(gap, LENGTH); i > 0; i--) {
      put(blind ? 'u' : 'l');
    }
    newestBeat = size;
    put(goodbye ? 'g' : 'r');
  }

  /// Adds the first beat of a new run.
  void restart(boolean goodbye) {
    put('s');
    newest(0, false, goodbye);
  }

  /// Records a beat that arrived out of order.
  ///
  /// @param behind distance of its sequence from the newest
  void overtaken(long behind, boolean goodbye) {
    long at = newestBeat - behind;
    boolean held = at >= 0 && at >= size - LENGTH;
    // Marks of other kinds shift the positions. Leave the bar unchanged rather than mark the wrong
    // beat.
    if (held && (mark(at) == 'l' || mark(at) == 'u')) {
      marks[(int) (at % LENGTH)] = (byte) (goodbye ? 'g' : 'o');
    }
  }

  /// Marks the newest beat as the report of a failed run.
  void failed() {
    if (newestBeat >= 0) {
      marks[(int) (newestBeat % LENGTH)] = 'f';
    }
  }

  void stopped() {
    put('x');
  }

  private byte mark(long at) {
    return marks[(int) (at % LENGTH)];
  }

  private void put(char mark) {
    marks[(int) (size++ % LENGTH)] = (byte) mark;
  }

  /// @param count maximum number of characters; the newest are returned
  String last(int count) {
    StringBuilder text = new StringBuilder(count);
    for (long i = Math.max(0, size - Math.min(count, LENGTH)); i < size; i++) {
      text.append((char) marks[(int) (i % LENGTH)]);
    }
    return text.toString();
  }

  void restore(String saved) {
    saved.chars().forEach(mark -> put((char) mark));
  }
}
