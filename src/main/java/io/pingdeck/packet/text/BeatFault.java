package io.pingdeck.packet.text;

/// Why bytes that arrived are not a beat.
public enum BeatFault {
  EMPTY("empty"),
  /// Longer than [BeatText#MAX_BYTES].
  TOO_LONG("tooLong"),
  /// Control characters, or bytes that are not UTF-8.
  BINARY("binary"),
  /// Begins neither with a word of ours nor with a number.
  NOT_A_BEAT("notABeat"),
  /// The word is there, the sequence is missing or no number.
  BAD_SEQUENCE("badSequence"),
  /// A sequence beyond [BeatText#MAX_SEQUENCE].
  NUMBER_TOO_LARGE("numberTooLarge"),
  /// The time is no number, or beyond the year 2199.
  BAD_TIME("badTime"),
  BAD_NAME("badName"),
  BAD_EPOCH("badEpoch"),
  /// More words than a beat has.
  EXTRA_WORDS("extraWords"),
  /// `hmac:` without 64 hexadecimal digits behind it.
  BAD_SIGNATURE_TEXT("badSignatureText");

  private final String json;

  BeatFault(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
