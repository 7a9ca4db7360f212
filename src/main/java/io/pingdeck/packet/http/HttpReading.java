package io.pingdeck.packet.http;

import static java.util.Objects.requireNonNull;

/// The result of reading the response to one HTTP request.
public sealed interface HttpReading {
  /// A complete response.
  ///
  /// @param status the three digits of the status line, 0-999: RFC 9110 section 15 defines 100-599,
  ///   but servers send others
  record Answered(int status) implements HttpReading {}

  /// Not a response that RFC 9112 allows a client to accept, or one that ended too early.
  ///
  /// @param reason a clause for messages, in printable ASCII
  record Malformed(String reason) implements HttpReading {
    public Malformed {
      requireNonNull(reason, "reason");
    }
  }

  /// A response that exceeds a size limit.
  ///
  /// @param bound the exceeded limit, for messages: `64 KiB of head`
  record Flooded(String bound) implements HttpReading {
    public Flooded {
      requireNonNull(bound, "bound");
    }
  }
}
