package io.pingdeck.resolve;

/// The address families to resolve a name to.
public enum Families {
  BOTH(""),
  IPV4("IPv4 "),
  IPV6("IPv6 ");

  private final String word;

  Families(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
