package io.pingdeck.alert.channel;

/// A receiver did not accept a message. The text never contains what a library says: that may quote
/// the path of the address or a header, which are secrets of many receivers.
public final class ReceiverException extends Exception {
  private static final long serialVersionUID = 1;

  /// @param text the reason, without path, query or headers of the request
  ReceiverException(String text) {
    super(text, null, false, false);
  }

  /// The reason of a failure that is shown to users.
  public static String reason(Throwable e) {
    return e instanceof ReceiverException
        ? e.getMessage()
        : "the request cannot be sent (" + e.getClass().getSimpleName() + ")";
  }
}
