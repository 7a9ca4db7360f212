package io.pingdeck.web.access;

/// A login is required and nobody could log in.
public final class NoUserException extends Exception {
  private static final long serialVersionUID = 1;

  NoUserException(String setting) {
    super(setting + " requires a login, and there is no user");
  }
}
