package io.pingdeck.web.access;

import static java.util.Objects.requireNonNull;

import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.User;
import io.pingdeck.web.oidc.Person;
import java.util.Optional;

/// Who has a session. A person of the OpenID provider and a user of the same name are two: the
/// former's name begins with `oidc:`, which no user's name can.
///
/// @param key the same for all sessions of one person
/// @param account the user as it was at the login; empty: Pingdeck does not keep the person
record Holder(String key, Caller caller, Optional<User> account) {
  Holder {
    requireNonNull(key, "key");
    requireNonNull(caller, "caller");
    requireNonNull(account, "account");
  }

  static Holder of(User user) {
    Caller caller = new Caller(user.name(), user.role(), Caller.Proof.PASSWORD);
    return new Holder("user " + user.name(), caller, Optional.of(user));
  }

  static Holder of(Person person) {
    Caller caller = new Caller("oidc:" + person.name(), person.role(), Caller.Proof.OIDC);
    return new Holder("oidc " + person.subject(), caller, Optional.empty());
  }
}
