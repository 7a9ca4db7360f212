package io.pingdeck.echo.api;

import java.util.Optional;

/// Why a datagram was not answered. Each is dropped under exactly one reason, the first that
/// applies in this order: properties of the datagram itself, then state kept about its source, then
/// the configured loss, then local failures.
///
/// There is no reason `empty`: datagrams of length 0 are received and answered, as RFC 862 requires
/// for any datagram.
public enum DropReason {
  /// It was sent from or to an address that is not one host's (RFC 1122 3.2.1.3), or from port 0.
  BAD_SOURCE("badSource"),
  /// It was sent from a well-known service port, so a reply could start a loop.
  SERVICE_PORT("servicePort"),
  /// It is a reply to one of our own probes.
  IS_REPLY("isReply"),
  /// It exceeds the limit. Replies are never truncated.
  TOO_LONG("tooLong"),
  /// Its source, or all sources together, exceeded the rate limit.
  RATE_LIMITED("rateLimited"),
  /// Its source returns our replies.
  LOOP_BROKEN("loopBroken"),
  /// For a long time, its source has sent only after each of our replies. Dropping one tests for a
  /// loop: a service that answers our replies falls silent, while a client continues.
  LOOP_TEST("loopTest"),
  /// The impairment dropped it on the way in.
  REQUEST_LOSS("requestLoss"),
  /// The impairment dropped its reply.
  EMULATED_LOSS("emulatedLoss"),
  /// The impairment answered it with this ICMP error.
  HOST_UNREACHABLE("hostUnreachable", true),
  PORT_UNREACHABLE("portUnreachable", true),
  NET_UNREACHABLE("netUnreachable", true),
  PROHIBITED("prohibited", true),
  TIME_EXCEEDED("timeExceeded", true),
  /// It was to be delayed, and the queue of delayed replies is full.
  QUEUE_FULL("queueFull"),
  /// The system rejected the reply.
  SEND_FAILED("sendFailed"),
  /// An internal error occurred while handling it.
  HANDLER_FAILED("handlerFailed");

  private final String json;
  private final boolean icmpError;
  private final Optional<DropReason> verdict = Optional.of(this);

  DropReason(String json) {
    this(json, false);
  }

  DropReason(String json, boolean icmpError) {
    this.json = json;
    this.icmpError = icmpError;
  }

  public String json() {
    return json;
  }

  /// Whether the datagram was answered with an ICMP error.
  public boolean isIcmpError() {
    return icmpError;
  }

  /// This reason as a decision; preallocated.
  public Optional<DropReason> verdict() {
    return verdict;
  }
}
