package io.pingdeck.base;

/// Numbers of things, in words.
public final class Counted {
  private Counted() {}

  /// `1 byte`, `2 bytes`.
  public static String bytes(long count) {
    return count + (count == 1 ? " byte" : " bytes");
  }
}
