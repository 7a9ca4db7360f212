package io.pingdeck.heartbeat.api;

/// Why a beat that could be read was not counted for its application. What could not be read is
/// counted by its [io.pingdeck.packet.text.BeatFault].
public enum BeatRejection {
  /// The table is full of applications that nobody named in the configuration.
  UNKNOWN_SENDER("unknownSender"),
  /// The application has a key and the beat no signature.
  UNSIGNED("unsigned"),
  /// The signature is not this key's.
  BAD_SIGNATURE("badSignature"),
  /// Signed, but of a run that is not newer than what was signed before.
  REPLAYED("replayed");

  private final String json;

  BeatRejection(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
