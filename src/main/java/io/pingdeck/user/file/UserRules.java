package io.pingdeck.user.file;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.base.GivenText;
import io.pingdeck.user.api.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What names, passwords and lifetimes may be.
public final class UserRules {
  public static final int SHORTEST_PASSWORD = 8;
  public static final int LONGEST_PASSWORD = 256;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
  private static final String NAME_RULE = "1-64 of A-Z, a-z, 0-9 and . _ - @";
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
  private static final Duration LONGEST_LIFE = Duration.ofDays(3650);

  private UserRules() {}

  /// Whether a user or a token may have this name. More are readable than [#checkNewName] allows.
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static String nameFault(String name) {
    return GivenText.show(name) + " is not a name (" + NAME_RULE + ")";
  }

  /// @throws FaultException naming `name`
  public static void checkName(String name) {
    if (!isName(name)) {
      throw new FaultException("name", nameFault(name));
    }
  }

  /// Of a user or a token to be added.
  ///
  /// @throws FaultException naming `name`
  public static void checkNewName(String name) {
    newNameFault(name)
        .ifPresent(text -> {
          throw new FaultException("name", text);
        });
  }

  /// A path of a URL cannot end with a dot segment (RFC 3986, 5.2.4), and a command takes a leading
  /// hyphen for an option.
  private static Optional<String> newNameFault(String name) {
    if (!isName(name)) {
      return Optional.of(nameFault(name));
    }
    boolean isUsable = !name.equals(".") && !name.equals("..") && !name.startsWith("-");
    return isUsable
        ? Optional.empty()
        : Optional.of(name + " cannot be a new name (not . or .., no - at the start)");
  }

  /// Of a user to be added.
  ///
  /// @throws FaultException naming `name` and `password`; does not quote the password
  public static void checkNew(String name, String password) {
    Faults faults = new Faults();
    newNameFault(name).ifPresent(text -> faults.add(new Fault("name", text)));
    passwordFault(name, password).ifPresent(text -> faults.add(new Fault("password", text)));
    faults.throwIfAny();
  }

  /// @throws FaultException naming `password`; does not quote it
  public static void checkPassword(String name, String password) {
    passwordFault(name, password)
        .ifPresent(text -> {
          throw new FaultException("password", text);
        });
  }

  /// Only the length counts: NIST SP 800-63B advises against rules about characters.
  private static Optional<String> passwordFault(String name, String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
      return Optional.of(
          "has "
              + length
              + " characters ("
              + SHORTEST_PASSWORD
              + "-"
              + LONGEST_PASSWORD
              + " are allowed)");
    }
    return password.equalsIgnoreCase(name)
        ? Optional.of("must differ from the name")
        : Optional.empty();
  }

  /// @throws FaultException naming `expires`
  public static void checkLifetime(Optional<Duration> lifetime) {
    lifetime.ifPresent(life -> {
      if (life.compareTo(SHORTEST_LIFE) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
        throw new FaultException("expires", "must be 1m-3650d");
      }
    });
  }

  /// All roles, for messages.
  public static String roles() {
    return Arrays.stream(Role.values()).map(Role::word).collect(Collectors.joining(", "));
  }
}
