package io.pingdeck.web.access;

import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Token;

/// What authorises a request or an open live connection.
sealed interface Grant {
  Caller caller();

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

  /// A browser sends the cookie of a session with every request, whichever page made it.
  record BySession(Session session) implements Grant {
    @Override
    public Caller caller() {
      return session.caller();
    }
  }
}
