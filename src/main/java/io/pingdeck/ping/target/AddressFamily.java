package io.pingdeck.ping.target;

/// Which addresses of a name may be pinged.
public enum AddressFamily {
  ANY,
  IPV4,
  IPV6
}
