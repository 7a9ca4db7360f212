package io.pingdeck.user.file;

import io.pingdeck.user.api.User;

/// A user and the hash of the password.
public record Account(User user, String hash) {
  @Override
  public String toString() {
    return "Account[user=" + user + "]";
  }
}
