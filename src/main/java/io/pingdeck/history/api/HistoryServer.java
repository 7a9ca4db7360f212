package io.pingdeck.history.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.FaultException;
import io.pingdeck.disk.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/// A PostgreSQL server that stores the history.
///
/// @param url `jdbc:postgresql://host:5432/database`, optionally with driver parameters
/// @param user if empty, the user that runs this program
/// @param password empty if the server needs none, or if the driver finds it in `~/.pgpass`
public record HistoryServer(String url, Optional<String> user, Optional<String> password) {
  /// Prefix of every address.
  public static final String SCHEME = "jdbc:postgresql:";

  private static final Pattern SECRETS = Pattern.compile("//[^/@]*@|\\?.*");
  private static final String CONNECT_SECONDS = "5";

  /// Longer than any response takes. Without this timeout, a server that vanished would block a
  /// thread forever.
  private static final String ANSWER_SECONDS = "60";

  public HistoryServer {
    requireNonNull(url, "url");
    requireNonNull(user, "user");
    requireNonNull(password, "password");
    if (!url.startsWith(SCHEME)) {
      throw new IllegalArgumentException("not an address of PostgreSQL: " + url);
    }
  }

  /// The same server, with the password in the first line of a file.
  ///
  /// @throws FaultException if the file cannot be read
  public HistoryServer withPasswordOf(Path file) {
    try {
      return new HistoryServer(url, user, Optional.of(SecretFile.read(file)));
    } catch (IOException e) {
      throw new FaultException("history.passwordFile", e.getMessage());
    }
  }

  /// @param application name under which the server lists the connection
  public Connection connect(String application) throws SQLException {
    Properties properties = new Properties();
    user.ifPresent(name -> properties.setProperty("user", name));
    password.ifPresent(word -> properties.setProperty("password", word));
    properties.setProperty("ApplicationName", application);
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(url, properties);
  }

  /// The address without secrets.
  @Override
  public String toString() {
    return SECRETS
        .matcher(url.substring("jdbc:".length()))
        .replaceAll(match -> match.group().startsWith("//") ? "//" : "");
  }
}
