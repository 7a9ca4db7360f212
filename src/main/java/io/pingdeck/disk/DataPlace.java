package io.pingdeck.disk;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folder of the program's persistent data, and what determined it. This is the only place that
/// decides. Nothing is created or moved here.
///
/// @param folder absolute
/// @param from name of the setting or variable that gave the folder, or `default`
/// @param earlier a folder with data of an earlier version, which kept it beside the program; that
///   data is not used
/// @param bothHoldData whether `folder` held data too when the program started
public record DataPlace(Path folder, String from, Optional<Path> earlier, boolean bothHoldData) {
  private static final String NAME = "pingdeck";
  private static final String KEY = "data.dir";
  private static final Pattern OURS = Pattern.compile("history|(heartbeats|webhook)\\..*");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+:,./-]+");

  public DataPlace {
    requireNonNull(folder, "folder");
    requireNonNull(from, "from");
    requireNonNull(earlier, "earlier");
  }

  /// What the place depends on besides the configuration.
  ///
  /// @param os name of the operating system, as in the property `os.name`
  /// @param userHome home folder of the user as Java knows it, as in the property `user.home`
  public record Surroundings(Map<String, String> environment, String os, String userHome) {
    public Surroundings {
      environment = Map.copyOf(environment);
      requireNonNull(os, "os");
      requireNonNull(userHome, "userHome");
    }

    public static Surroundings ofThisProcess() {
      return new Surroundings(
          System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", ""));
    }

    /// An absolute path from a variable. The XDG specification says to ignore relative ones.
    private Optional<Path> path(String variable) {
      return absolute(environment.getOrDefault(variable, ""));
    }

    private Optional<Path> home() {
      return path("HOME").or(() -> absolute(userHome));
    }

    private static Optional<Path> absolute(String text) {
      try {
        return text.isBlank()
            ? Optional.empty()
            : Optional.of(Path.of(text)).filter(Path::isAbsolute);
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }
  }

  private record Found(Path folder, String from) {}

  /// Decides where the data is: `data.dir`; else the folder that systemd gives a service; else the
  /// folder that the operating system's conventions give a user.
  ///
  /// @param configured value of `data.dir`; relative to the installation
  /// @param installation folder of the program
  /// @throws FaultException if the user has no home folder and nothing else names a folder
  public static DataPlace find(
      Optional<Path> configured, Path installation, Surroundings surroundings) {
    if (configured.isPresent()) {
      Path folder = installation.resolve(configured.get()).toAbsolutePath().normalize();
      return new DataPlace(folder, KEY, Optional.empty(), false);
    }
    Found found = usual(surroundings);
    Path folder = found.folder().normalize();
    Optional<Path> earlier =
        Optional.of(installation.resolve("data").toAbsolutePath().normalize())
            .filter(old -> holdsData(old) && !isSame(old, folder));
    return new DataPlace(folder, found.from(), earlier, earlier.isPresent() && holdsData(folder));
  }

  private static Found usual(Surroundings at) {
    Optional<Path> service = firstOf(at.environment().get("STATE_DIRECTORY"));
    if (service.isPresent()) {
      return new Found(service.get(), "STATE_DIRECTORY");
    }
    String os = at.os().toLowerCase(Locale.ROOT);
    Optional<Path> xdg = at.path("XDG_STATE_HOME");
    if (os.startsWith("windows")) {
      Optional<Path> local = at.path("LOCALAPPDATA");
      return local.isPresent()
          ? new Found(local.get().resolve(NAME), "LOCALAPPDATA")
          : new Found(home(at).resolve("AppData").resolve("Local").resolve(NAME), "default");
    }
    if (xdg.isPresent()) {
      return new Found(xdg.get().resolve(NAME), "XDG_STATE_HOME");
    }
    Path above =
        os.startsWith("mac")
            ? Path.of("Library", "Application Support")
            : Path.of(".local", "state");
    return new Found(home(at).resolve(above).resolve(NAME), "default");
  }

  /// systemd separates several folders by colons.
  private static Optional<Path> firstOf(String folders) {
    return folders == null ? Optional.empty() : Surroundings.absolute(folders.split(":", 2)[0]);
  }

  private static Path home(Surroundings at) {
    return at.home()
        .orElseThrow(() ->
            new FaultException(
                KEY,
                "this user has no home folder to keep data in (HOME is not set): name a folder"));
  }

  /// Whether a folder holds files of this program.
  private static boolean holdsData(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> OURS.matcher(file.getFileName().toString()).matches());
    } catch (IOException e) {
      return false; // no permission: then it is not this user's data either
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return one.equals(other);
    }
  }

  /// One sentence about unused data of an earlier version, with the commands that use it; empty if
  /// there is none.
  public Optional<String> notice() {
    return earlier.map(old ->
        (bothHoldData
                ? "both %1$s and %2$s hold data: the former is of an earlier version and is not"
                    + " used."
                : "data of an earlier version is in %1$s and is not used: the data is in %2$s now.")
            .concat(
                " To use the earlier data, stop Pingdeck, and set `data.dir: %1$s` in the"
                    + " configuration, or move it: `mv %4$s %5$s; mv %3$s %4$s`")
            .formatted(
                old, folder, quoted(old), quoted(folder), quoted(Path.of(folder + ".unused"))));
  }

  private static String quoted(Path path) {
    String text = path.toString();
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
