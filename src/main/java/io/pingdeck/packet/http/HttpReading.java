package io.pingdeck.packet.http;

import static java.util.Objects.requireNonNull;

/// What the bytes that a server sent in answer to one HTTP request are.
public sealed interface HttpReading {
  /// A whole response.
  ///
  /// @param status the three digits of its status line, 0-999: RFC 9110 section 15 defines 100-599,
  ///   and servers send others
  record Answered(int status) implements HttpReading {}

  /// No response that RFC 9112 lets a client accept, or one that ended too early.
  ///
  /// @param reason a clause for a person, in printable ASCII
  record Malformed(String reason) implements HttpReading {
    public Malformed {
      requireNonNull(reason, "reason");
    }
  }

  /// More than is read of one response.
  ///
  /// @param bound what there was too much of, for a person: `64 KiB of head`
  record Flooded(String bound) implements HttpReading {
    public Flooded {
      requireNonNull(bound, "bound");
    }
  }
}
