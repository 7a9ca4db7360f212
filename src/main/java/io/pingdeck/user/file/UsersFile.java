package io.pingdeck.user.file;

import static java.util.Objects.requireNonNull;

import io.pingdeck.disk.LockedFolder;
import io.pingdeck.disk.PrivateFiles;
import io.pingdeck.disk.WholeFile;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi.CreatedToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The users and tokens on disk, `users/users.json` of the data folder. Several processes may
/// change them: each change reads the file under a lock and writes it as a whole. Thread-safe;
/// blocks.
///
/// Every method fails with a [DamagedUsersException] or a [io.pingdeck.disk.NewerFormatException]
/// if the file cannot be understood, with a [LostUsersException] if users that this object has read
/// are no longer there, and with an [IOException] whose message is a sentence if it cannot be read
/// or written.
public final class UsersFile {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 4 << 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Clock clock;
  private volatile Accounts latest = Accounts.EMPTY;

  /// @param data the data folder
  public UsersFile(Path data, Clock clock) {
    file = data.resolve("users").resolve("users.json");
    this.clock = requireNonNull(clock, "clock");
  }

  public Path path() {
    return file;
  }

  /// What the file held, and its identity at that moment.
  public record Reading(Accounts accounts, FileStamp stamp) {}

  /// Reads the file. A missing one has no users, unless this object has read some before.
  public Reading read() throws IOException {
    FileStamp stamp = FileStamp.of(file);
    Optional<Accounts> found = stamp.exists() ? parse() : Optional.empty();
    Accounts before = latest;
    if (found.isEmpty() && !before.equals(Accounts.EMPTY)) {
      throw new LostUsersException(file, "is gone");
    }
    Accounts now = found.orElse(Accounts.EMPTY);
    // No change removes the last user.
    if (now.users().isEmpty() && !before.users().isEmpty()) {
      throw new LostUsersException(file, "has lost all users");
    }
    latest = now;
    return new Reading(now, stamp);
  }

  /// The identity of the file now.
  public FileStamp stamp() {
    return FileStamp.of(file);
  }

  /// Whether others can read the file.
  public Optional<PrivateFiles.Exposure> exposure() {
    return PrivateFiles.exposure(file);
  }

  /// Empty if the file is gone.
  private Optional<Accounts> parse() throws IOException {
    try (InputStream in =
        Channels.newInputStream(PrivateFiles.open(file, Set.of(StandardOpenOption.READ)))) {
      byte[] text = in.readNBytes(MOST_BYTES + 1);
      if (text.length > MOST_BYTES) {
        throw new DamagedUsersException(file, "it has more than " + MOST_BYTES + " bytes");
      }
      return Optional.of(AccountsJson.read(file, text));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      throw new IOException(PrivateFiles.whyUnread(file, e), e);
    }
  }

  private Reading change(UnaryOperator<Accounts> change) throws IOException {
    try (LockedFolder _ = LockedFolder.lock(file.getParent(), PATIENCE)) {
      Accounts old = read().accounts();
      Accounts changed = change.apply(old);
      if (!changed.equals(old)) {
        WholeFile.replace(file, AccountsJson.write(changed));
        latest = changed;
      }
      return new Reading(changed, FileStamp.of(file));
    } catch (AccessDeniedException e) {
      throw new IOException(PrivateFiles.whyDenied(file.getParent()), e);
    } catch (DamagedUsersException | LostUsersException e) {
      throw e;
    } catch (FileSystemException e) {
      throw new IOException(PrivateFiles.whyUnwritten(file, e), e);
    } catch (IOException e) {
      throw e.getCause() instanceof FileSystemException
          ? e
          : new IOException(PrivateFiles.whyUnwritten(file, e), e);
    }
  }

  /// The result of a change.
  public record Changed<T>(T what, Reading reading) {}

  /// Fails as conflict if the name exists.
  public Changed<User> add(String name, Role role, String hash) throws IOException {
    UserRules.checkNewName(name);
    User user = new User(name, role, newGeneration(), now());
    return new Changed<>(user, change(all -> all.add(new Account(user, hash))));
  }

  /// Sets a role, the hash of a password, or both. Fails as conflict if the last admin would be
  /// none.
  public Changed<User> change(String name, Optional<Role> role, Optional<String> hash)
      throws IOException {
    Reading reading = change(all -> all.with(name, role, hash, newGeneration()));
    return new Changed<>(reading.accounts().get(name).user(), reading);
  }

  /// Fails as conflict for the last admin and the last user.
  public Changed<User> remove(String name) throws IOException {
    User[] removed = new User[1];
    Reading reading =
        change(all -> {
          removed[0] = all.get(name).user();
          return all.remove(name);
        });
    return new Changed<>(removed[0], reading);
  }

  /// Fails as conflict if the name exists.
  public Changed<CreatedToken> createToken(String name, Role role, Optional<Duration> lifetime)
      throws IOException {
    UserRules.checkNewName(name);
    UserRules.checkLifetime(lifetime);
    String secret = TokenSecret.create();
    Instant now = now();
    Token token =
        new Token(
            TokenSecret.newId(),
            name,
            role,
            TokenSecret.hash(secret),
            now,
            lifetime.map(now::plus),
            Optional.empty());
    return new Changed<>(new CreatedToken(token, secret), change(all -> all.add(token)));
  }

  /// @param nameOrId of the token
  public Changed<Token> removeToken(String nameOrId) throws IOException {
    Token[] removed = new Token[1];
    Reading reading =
        change(all -> {
          removed[0] = all.token(nameOrId);
          return all.remove(removed[0]);
        });
    return new Changed<>(removed[0], reading);
  }

  /// Writes when tokens were used last.
  public Reading noteUses(Map<String, Instant> uses) throws IOException {
    return change(all -> all.withUses(uses));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// Random, so that no file that is restored or written by hand brings back an old session.
  private static long newGeneration() {
    return RANDOM.nextLong() >>> 11;
  }
}
