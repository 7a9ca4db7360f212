package io.pingdeck.packet.dns;

/// The record types that can be queried (RFC 1035 section 3.2.2, RFC 3596 section 2.1, RFC 2782,
/// RFC 8659).
public enum DnsType {
  A(1),
  NS(2),
  CNAME(5),
  SOA(6),
  PTR(12),
  MX(15),
  TXT(16),
  AAAA(28),
  SRV(33),
  CAA(257);

  private final int code;

  DnsType(int code) {
    this.code = code;
  }

  /// The type's number on the wire.
  public int code() {
    return code;
  }
}
