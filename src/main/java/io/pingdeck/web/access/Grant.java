package io.pingdeck.web.access;

import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Token;

/// What authorises a request or an open live connection.
sealed interface Grant {
  Caller caller();

  /// Whether a browser sends it with every request, whichever page made it.
  default boolean isAmbient() {
    return false;
  }

  /// The page listens on loopback only.
  record Local() implements Grant {
    @Override
    public Caller caller() {
      return Caller.LOCAL;
    }
  }

  record ByToken(Token token) implements Grant {
    @Override
    public Caller caller() {
      return new Caller(token.name(), token.role(), Caller.Proof.TOKEN);
    }
  }

  record BySession(Session session) implements Grant {
    @Override
    public Caller caller() {
      return session.holder().caller();
    }

    @Override
    public boolean isAmbient() {
      return true;
    }
  }

  /// A trusted proxy names the caller.
  ///
  /// @param sinceNanos when it did, on the monotonic clock
  record ByHeader(Caller caller, long sinceNanos) implements Grant {
    @Override
    public boolean isAmbient() {
      return true;
    }
  }
}
