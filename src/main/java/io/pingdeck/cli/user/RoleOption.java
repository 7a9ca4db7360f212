package io.pingdeck.cli.user;

import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.file.UserRules;
import picocli.CommandLine.Option;

/// The role that a command gives. A mixin.
final class RoleOption {
  private static final String FLAG = "--role";

  @Option(
      names = FLAG,
      required = true,
      paramLabel = "ROLE",
      description = "viewer, operator or admin.")
  private String role;

  /// @throws FaultException naming `--role`
  Role read() {
    return Role.of(role)
        .orElseThrow(() ->
            new FaultException(
                FLAG, GivenText.show(role) + " is not a role (" + UserRules.roles() + ")"));
  }
}
