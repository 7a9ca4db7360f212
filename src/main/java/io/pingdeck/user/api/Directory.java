package io.pingdeck.user.api;

import java.util.List;

/// All users and tokens at one moment, each list in order of name. Contains no password.
public record Directory(List<User> users, List<Token> tokens) {
  public static final Directory EMPTY = new Directory(List.of(), List.of());

  public Directory {
    users = List.copyOf(users);
    tokens = List.copyOf(tokens);
  }
}
