package io.pingdeck.packet.http;

/// Aborts the reading of a response.
@SuppressWarnings("serial") // caught inside the reader
final class HttpFault extends RuntimeException {
  private final transient HttpReading reading;

  private HttpFault(HttpReading reading) {
    super(reading.toString(), null, false, false);
    this.reading = reading;
  }

  static HttpFault malformed(String reason) {
    return new HttpFault(new HttpReading.Malformed(reason));
  }

  static HttpFault flooded(String bound) {
    return new HttpFault(new HttpReading.Flooded(bound));
  }

  HttpReading reading() {
    return reading;
  }
}
