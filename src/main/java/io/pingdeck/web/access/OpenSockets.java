package io.pingdeck.web.access;

import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// The open live connections, each with what authorised it. One whose grant is over is closed.
///
/// Used by the server's event loop only.
public final class OpenSockets {
  private final Predicate<Grant> isValid;
  private final Map<Object, Socket> open = new HashMap<>();

  private record Socket(Grant grant, Runnable close) {}

  /// @param isValid whether a grant still holds; counts as a use of it
  OpenSockets(Predicate<Grant> isValid) {
    this.isValid = isValid;
  }

  /// Adds a connection.
  ///
  /// @param context its handshake
  /// @param close closes it, and may call the result
  /// @return to be called when it is closed
  public Runnable add(RoutingContext context, Runnable close) {
    Object key = new Object();
    open.put(key, new Socket(Gate.grant(context), close));
    return () -> open.remove(key);
  }

  void sweep() {
    for (Object key : open.keySet().toArray()) {
      Socket socket = open.get(key);
      if (socket != null && !isValid.test(socket.grant())) {
        open.remove(key);
        socket.close().run();
      }
    }
  }
}
