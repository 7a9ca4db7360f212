package io.pingdeck.doctor;

import io.pingdeck.config.AppConfig;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.disk.DirectoryCheck;
import io.pingdeck.doctor.api.Check;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The data folder, or where it will be created.
final class DataChecks {
  private static final long LITTLE_BYTES = 100L << 20;
  private static final String ANOTHER = "name another with `--set data.dir=DIR`";
  private static final String TITLE = "Data folder";

  private DataChecks() {}

  static List<Check> all(AppConfig config, DataPlace place) {
    List<Check> checks = new ArrayList<>();
    checks.add(folder(config, place));
    place
        .notice()
        .ifPresent(notice -> {
          int end = notice.indexOf(". ") + 1;
          checks.add(
              Check.warn(
                  "earlierData",
                  "Earlier data",
                  notice.substring(0, end - 1),
                  notice.substring(end + 1)));
        });
    return checks;
  }

  private static Check folder(AppConfig config, DataPlace place) {
    Path folder = place.folder();
    Path existing = existing(folder);
    String named = folder + (place.from().equals("default") ? "" : " (" + place.from() + ")");
    Optional<String> mend = mend(existing);
    if (mend.isPresent()) {
      return Check.warn(
          "data",
          TITLE,
          named + " cannot be written: there is no history, and a restart forgets everything",
          mend.get());
    }
    try {
      FileStore store = Files.getFileStore(existing);
      long free = store.getUsableSpace();
      String text =
          named
              + (existing.equals(folder) ? "" : ", not yet created")
              + ", "
              + Sizes.bytes(free)
              + " free on "
              + store.type();
      return verdict(config, existing, text, free).with(Map.of("freeBytes", free));
    } catch (IOException e) {
      return Check.warn("data", TITLE, named + ": " + e.getMessage(), "");
    }
  }

  private static Check verdict(AppConfig config, Path existing, String text, long free)
      throws IOException {
    if (free < LITTLE_BYTES) {
      return Check.warn(
          "data",
          TITLE,
          text + ": writing stops when it is full",
          "make room, or name another with `--set data.dir=DIR`");
    }
    Optional<String> risky =
        DirectoryCheck.warnings(existing, Files.getFileStore(existing).type()).stream().findFirst();
    return risky.isPresent() && config.history().enabled()
        ? Check.warn("data", TITLE, text, risky.get())
        : Check.ok("data", TITLE, text);
  }

  /// The folder itself, or the nearest one above that exists.
  private static Path existing(Path folder) {
    Path at = folder;
    while (at.getParent() != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return at;
  }

  /// Tries to write: a read-only mount is no matter of permissions.
  ///
  /// @return what to do; empty if the folder can be written
  private static Optional<String> mend(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.of(ANOTHER);
    }
    try {
      Files.delete(Files.createTempFile(folder, ".pingdeck-doctor", ""));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(mend(e));
    }
  }

  static String mend(IOException refusal) {
    if (refusal instanceof AccessDeniedException) {
      return ANOTHER + ", or `chown` it to this user";
    }
    String reason = refusal instanceof FileSystemException file ? file.getReason() : null;
    if (reason != null && reason.contains("Read-only")) {
      return ANOTHER + ", or remount its file system: `mount -o remount,rw MOUNTPOINT`";
    }
    return ANOTHER + ", or mend this: " + (reason == null ? refusal.getMessage() : reason);
  }
}
