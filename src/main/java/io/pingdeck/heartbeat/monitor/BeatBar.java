package io.pingdeck.heartbeat.monitor;

/// The last beats in order, one character each, newest last: `r` received, `o` received out of
/// order, `f` received with the word that a run has failed, `l` lost, `u` not seen because this
/// monitor stood still or was down, `s` restarted, `x` stopped, `g` goodbye.
public final class BeatBar {
  static final int LENGTH = 100;

  private final byte[] marks = new byte[LENGTH];
  private long size;
  private long newestBeat = -1;

  /// A beat above all others.
  ///
  /// @param gap sequences passed over before it
  void newest(long gap, boolean blind) {
    for (long i = Math.min(gap, LENGTH); i > 0; i--) {
      put(blind ? 'u' : 'l');
    }
    newestBeat = size;
    put('r');
  }

  /// A beat of a new run.
  void restart() {
    put('s');
    newestBeat = size;
    put('r');
  }

  /// A beat that was overtaken.
  ///
  /// @param behind how far its sequence is below the newest
  void overtaken(long behind) {
    long at = newestBeat - behind;
    boolean held = at >= 0 && at >= size - LENGTH;
    // A mark of another kind has pushed the beats apart: better no change than a wrong one.
    if (held && (mark(at) == 'l' || mark(at) == 'u')) {
      marks[(int) (at % LENGTH)] = 'o';
    }
  }

  /// The newest beat says that a run has failed.
  void failed() {
    if (newestBeat >= 0) {
      marks[(int) (newestBeat % LENGTH)] = 'f';
    }
  }

  void stopped() {
    put('x');
  }

  void goodbye() {
    put('g');
  }

  private byte mark(long at) {
    return marks[(int) (at % LENGTH)];
  }

  private void put(char mark) {
    marks[(int) (size++ % LENGTH)] = (byte) mark;
  }

  /// @param count at most this many characters, the newest ones
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
