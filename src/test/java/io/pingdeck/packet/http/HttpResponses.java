package io.pingdeck.packet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Optional;

/// Reads complete responses, in one piece or in several.
final class HttpResponses {
  /// The result of a reader, and the body that it delivered.
  record Read(Optional<HttpReading> reading, String body) {}

  private HttpResponses() {}

  /// @param pieces length of each piece in bytes
  /// @param end whether the server closes its side afterwards
  static Read read(byte[] bytes, int pieces, boolean bodiless, boolean end, boolean orderly) {
    StringBuilder body = new StringBuilder();
    HttpResponseReader reader =
        new HttpResponseReader(bodiless, data -> body.append(ISO_8859_1.decode(data)));
    for (int from = 0; from < bytes.length; from += pieces) {
      reader.read(ByteBuffer.wrap(bytes, from, Math.min(pieces, bytes.length - from)));
    }
    Optional<HttpReading> reading = reader.read(ByteBuffer.allocate(0));
    return new Read(end ? reader.end(orderly) : reading, body.toString());
  }

  static Read readCut(byte[] bytes, int at, boolean end) {
    StringBuilder body = new StringBuilder();
    HttpResponseReader reader =
        new HttpResponseReader(false, data -> body.append(ISO_8859_1.decode(data)));
    reader.read(ByteBuffer.wrap(bytes, 0, at));
    Optional<HttpReading> reading = reader.read(ByteBuffer.wrap(bytes, at, bytes.length - at));
    return new Read(end ? reader.end(true) : reading, body.toString());
  }
}
