package io.pingdeck.probe;

/// Which addresses of a name may be pinged.
public enum AddressFamily {
  ANY,
  IPV4,
  IPV6
}
