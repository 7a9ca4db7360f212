package io.pingdeck.base;

/// Counts with their noun, for messages.
public final class Counted {
  private Counted() {}

  /// `1 byte`, `2 bytes`.
  public static String bytes(long count) {
    return count + (count == 1 ? " byte" : " bytes");
  }
}
