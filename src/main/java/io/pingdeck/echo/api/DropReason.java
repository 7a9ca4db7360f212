package io.pingdeck.echo.api;

import java.util.Optional;

/// Why a datagram was not answered. Each is dropped under exactly one reason, the first that
/// applies in this order: what the datagram alone tells, then what is remembered of its source,
/// then the loss asked for, then what went wrong here.
///
/// There is no reason `empty`: our sockets receive and send datagrams of length 0, and RFC 862 asks
/// for them like for any other.
public enum DropReason {
  /// It came from, or went to, an address that is not one host's (RFC 1122 3.2.1.3), or from port
  /// 0.
  BAD_SOURCE("badSource"),
  /// It came from a port that a service answers from, so that an answer could start a loop.
  SERVICE_PORT("servicePort"),
  /// It is an answer to one of our own probes.
  IS_REPLY("isReply"),
  /// It is longer than the limit; it is never answered cut.
  TOO_LONG("tooLong"),
  /// Its source, or all sources together, ask for more answers than the limits allow.
  RATE_LIMITED("rateLimited"),
  /// Its source sends our answers back.
  LOOP_BROKEN("loopBroken"),
  /// Its source has sent for long only when we had answered; left without an answer, a service that
  /// answers us falls silent and a client goes on.
  LOOP_TEST("loopTest"),
  /// The impairment lost it on the way in.
  REQUEST_LOSS("requestLoss"),
  /// The impairment lost its answer.
  EMULATED_LOSS("emulatedLoss"),
  /// The impairment had it answered with this ICMP error.
  HOST_UNREACHABLE("hostUnreachable", true),
  PORT_UNREACHABLE("portUnreachable", true),
  NET_UNREACHABLE("netUnreachable", true),
  PROHIBITED("prohibited", true),
  TIME_EXCEEDED("timeExceeded", true),
  /// It was to be delayed, and as many answers wait as may.
  QUEUE_FULL("queueFull"),
  /// The system refused the answer.
  SEND_FAILED("sendFailed"),
  /// A bug of ours: deciding about it failed.
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

  /// Whether it was not silence but an ICMP error.
  public boolean isIcmpError() {
    return icmpError;
  }

  /// This reason as a decision, allocated once.
  public Optional<DropReason> verdict() {
    return verdict;
  }
}
