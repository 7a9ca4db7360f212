package io.pingdeck.heartbeat.api;

/// Why a readable beat was not counted for its application. Unreadable ones are counted by their
/// [io.pingdeck.packet.text.BeatFault].
public enum BeatRejection {
  /// The table of applications that are not configured is full.
  UNKNOWN_SENDER("unknownSender"),
  /// The application has a key and the beat has no signature.
  UNSIGNED("unsigned"),
  /// The signature does not match the key.
  BAD_SIGNATURE("badSignature"),
  /// Signed, but of a run that is not newer than an earlier signed one.
  REPLAYED("replayed");

  private final String json;

  BeatRejection(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
