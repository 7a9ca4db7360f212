package io.pingdeck.echo;

/// What an impairment did to answers that were given all the same.
enum Injected {
  /// It left later than it could have.
  DELAYED("delayed"),
  /// It was sent a second time.
  DUPLICATED("duplicated"),
  /// It waited until the answer after it had gone.
  REORDERED("reordered"),
  /// One of its bits was flipped.
  CORRUPTED("corrupted");

  private final String json;

  Injected(String json) {
    this.json = json;
  }

  String json() {
    return json;
  }
}
