package io.pingdeck.ping;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pingdeck.probe.HttpMethod;
import io.pingdeck.probe.Target;
import java.nio.ByteBuffer;

/// The request of one probe, in HTTP/1.1, on a connection that ends with it.
///
/// @param target what is asked for; its path is in the form that RFC 9112 section 3.2.1 demands
record HttpRequest(Target target, HttpMethod method) {
  /// The host as it stands in the target, without the zone of an address: that is nobody's business
  /// but ours (RFC 6874 section 1).
  static String host(Target target) {
    int zone = target.host().indexOf('%');
    return zone < 0 ? target.host() : target.host().substring(0, zone);
  }

  /// What its Host field says (RFC 9112 section 3.2).
  private String authority() {
    String host = host(target);
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    boolean usual = target.port() == target.protocol().usualPort().orElseThrow();
    return usual ? bracketed : bracketed + ":" + target.port();
  }

  /// Ready to be sent.
  ///
  /// @return a direct buffer
  ByteBuffer bytes() {
    String text =
        method.name()
            + " "
            + target.path().orElseThrow()
            + " HTTP/1.1\r\nHost: "
            + authority()
            + "\r\nUser-Agent: "
            + UserAgent.TEXT
            + "\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    byte[] bytes = text.getBytes(US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
