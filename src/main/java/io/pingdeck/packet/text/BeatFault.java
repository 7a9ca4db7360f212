package io.pingdeck.packet.text;

/// Why received bytes are not a beat.
public enum BeatFault {
  EMPTY("empty"),
  /// Longer than [BeatText#MAX_BYTES].
  TOO_LONG("tooLong"),
  /// Control characters, or bytes that are not UTF-8.
  BINARY("binary"),
  /// Starts neither with a known keyword nor with a number.
  NOT_A_BEAT("notABeat"),
  /// The keyword is present; the sequence is missing or not a number.
  BAD_SEQUENCE("badSequence"),
  /// A sequence above [BeatText#MAX_SEQUENCE].
  NUMBER_TOO_LARGE("numberTooLarge"),
  /// The time is not a number, or after the year 2199.
  BAD_TIME("badTime"),
  BAD_NAME("badName"),
  BAD_EPOCH("badEpoch"),
  /// More words than a beat may have.
  EXTRA_WORDS("extraWords"),
  /// `hmac:` is not followed by 64 hexadecimal digits.
  BAD_SIGNATURE_TEXT("badSignatureText");

  private final String json;

  BeatFault(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
