package io.pingdeck.probe;

/// What carries the probes; also the URI scheme of a target.
public enum Protocol {
  UDP,
  TCP,
  ICMP;

  public String scheme() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public boolean hasPort() {
    return this != ICMP;
  }
}
