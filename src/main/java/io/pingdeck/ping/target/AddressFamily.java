package io.pingdeck.ping.target;

/// The address families that may be pinged.
public enum AddressFamily {
  ANY,
  IPV4,
  IPV6
}
