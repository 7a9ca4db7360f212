package io.pingdeck.user;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.FaultException;
import io.pingdeck.bus.Handlers;
import io.pingdeck.bus.RequestFailure;
import io.pingdeck.user.api.Directory;
import io.pingdeck.user.api.Token;
import io.pingdeck.user.api.User;
import io.pingdeck.user.api.UserApi;
import io.pingdeck.user.file.Account;
import io.pingdeck.user.file.Accounts;
import io.pingdeck.user.file.FileStamp;
import io.pingdeck.user.file.UserRules;
import io.pingdeck.user.file.UsersFile;
import io.pingdeck.user.password.LoginDelays;
import io.pingdeck.user.password.PasswordHash;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps users and tokens in a file that the command line changes too.
public final class UsersVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(UsersVerticle.class);
  private static final long LOOK_MILLIS = 250;
  private static final long USES_MILLIS = 60_000;
  private static final int MOST_SLOWED = 1000;

  private final UsersFile file;
  private final Clock clock;
  private final PasswordHash hash;
  private final int mostWaiting;
  private final LoginDelays delays;
  private final Map<String, Instant> uses = new HashMap<>();
  private HashQueue hashes;
  private Accounts accounts = Accounts.EMPTY;
  private FileStamp stamp;
  private FileStamp bad;
  private boolean looking;
  private int slowed;
  private String usesFault = "";

  /// @param data the data folder
  public UsersVerticle(Path data) {
    this(data, Clock.systemUTC(), new PasswordHash(), HashQueue.MOST_WAITING);
  }

  /// @param mostWaiting how many passwords may wait to be checked
  UsersVerticle(Path data, Clock clock, PasswordHash hash, int mostWaiting) {
    this.mostWaiting = mostWaiting;
    this.file = new UsersFile(data, clock);
    this.clock = requireNonNull(clock, "clock");
    this.hash = requireNonNull(hash, "hash");
    delays = new LoginDelays();
  }

  /// Whether a data folder has a file of users.
  public static boolean hasUsers(Path data) {
    return new UsersFile(data, Clock.systemUTC()).stamp().exists();
  }

  /// Heap that checking passwords takes at most.
  public static long mostPasswordBytes() {
    return HashQueue.mostBytes();
  }

  /// Fails with a sentence if the file cannot be read.
  @Override
  public Future<?> start() {
    hashes = new HashQueue(vertx, hash, mostWaiting);
    return onDisk(file::read)
        .compose(reading -> {
          accounts = reading.accounts();
          stamp = reading.stamp();
          file.exposure().ifPresent(open -> LOG.warn("{}", open));
          vertx.setPeriodic(LOOK_MILLIS, _ -> look());
          vertx.setPeriodic(USES_MILLIS, _ -> writeUses());
          return serve();
        });
  }

  @Override
  public Future<?> stop() {
    return Future.join(writeUses(), hashes.close());
  }

  private Future<Void> serve() {
    return UserApi.USERS.serve(
        vertx.eventBus(),
        new Handlers<UserApi.UserRequest<?>>()
            .on(UserApi.ReadDirectory.class, _ -> Future.succeededFuture(accounts.directory()))
            .on(UserApi.CheckPassword.class, this::check)
            .on(
                UserApi.AddUser.class,
                asked -> {
                  UserRules.checkNew(asked.name(), asked.password());
                  return hashes
                      .of(asked.password())
                      .compose(made -> change(() -> file.add(asked.name(), asked.role(), made)));
                })
            .on(UserApi.ChangeUser.class, this::changeUser)
            .on(UserApi.RemoveUser.class, asked -> change(() -> file.remove(asked.name())))
            .on(
                UserApi.CreateToken.class,
                asked ->
                    change(() -> file.createToken(asked.name(), asked.role(), asked.lifetime())))
            .on(UserApi.RemoveToken.class, asked -> change(() -> file.removeToken(asked.id())))
            .on(UserApi.TokenUsed.class, asked -> used(asked.id())));
  }

  private Future<User> changeUser(UserApi.ChangeUser asked) {
    User user = accounts.get(asked.name()).user();
    asked.password().ifPresent(password -> UserRules.checkPassword(user.name(), password));
    return asked
        .password()
        .map(password -> hashes.of(password).map(Optional::of))
        .orElse(Future.succeededFuture(Optional.empty()))
        .compose(hash -> change(() -> file.change(asked.name(), asked.role(), hash)));
  }

  /// Work on the disk, one at a time. An I/O failure is told as unavailable.
  private <T> Future<T> onDisk(Callable<T> work) {
    return vertx.executeBlocking(work, true);
  }

  private <T extends Record> Future<T> change(Callable<UsersFile.Changed<T>> change) {
    return onDisk(change)
        .map(changed -> {
          take(changed.reading());
          return changed.what();
        })
        .recover(e -> Future.failedFuture(told(e)));
  }

  private static Throwable told(Throwable e) {
    return switch (e) {
      case FaultException _, RequestFailure _ -> e;
      default -> new RequestFailure(new RequestFailure.Unavailable(String.valueOf(e.getMessage())));
    };
  }

  private void take(UsersFile.Reading reading) {
    Directory before = accounts.directory();
    accounts = reading.accounts();
    stamp = reading.stamp();
    Directory now = accounts.directory();
    if (!now.equals(before)) {
      UserApi.CHANGED.publish(vertx.eventBus(), now);
    }
  }

  /// Another process may have changed the file. One that cannot be understood, is gone, or has lost
  /// all users changes nothing: who was refused before is refused still.
  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    FileStamp known = stamp;
    FileStamp told = bad;
    onDisk(() -> lookAt(known, told))
        .onComplete(looked -> {
          looking = false;
          if (looked.succeeded() && known.equals(stamp)) {
            looked.result().ifPresent(this::take);
          } else if (looked.cause() instanceof Unreadable e) {
            bad = e.stamp;
            LOG.error("Pingdeck goes on with the users it knows: {}", e.getMessage());
          }
        });
  }

  /// The file changed, and cannot be used.
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;
    private final transient FileStamp stamp;

    Unreadable(FileStamp stamp, String message) {
      super(message);
      this.stamp = stamp;
    }
  }

  private Optional<UsersFile.Reading> lookAt(FileStamp known, FileStamp told) throws Unreadable {
    FileStamp now = file.stamp();
    if (now.equals(known) || now.equals(told)) {
      return Optional.empty();
    }
    try {
      UsersFile.Reading reading = file.read();
      file.exposure().ifPresent(open -> LOG.warn("{}", open));
      return Optional.of(reading);
    } catch (IOException | RuntimeException e) {
      throw new Unreadable(now, e.getMessage());
    }
  }

  private Future<User> check(UserApi.CheckPassword asked) {
    Optional<Duration> wait = delays.begin(asked.source(), clock.instant());
    if (wait.isPresent()) {
      return Future.failedFuture(
          new RequestFailure(
              new RequestFailure.TooSoon("too many failed logins from here", wait.get())));
    }
    boolean isTrusted = delays.isTrusted(asked.source());
    Duration slow = isTrusted ? Duration.ZERO : delays.slowness(asked.name(), clock.instant());
    Future<?> due = slow.isZero() ? Future.succeededFuture() : slowly(slow);
    return due.compose(_ -> hashed(asked, isTrusted))
        .onFailure(_ -> delays.takeBack(asked.source()))
        .compose(user -> {
          if (user.isEmpty()) {
            return Future.failedFuture(new FaultException("password", "wrong name or password"));
          }
          delays.succeeded(asked.source());
          return Future.succeededFuture(user.get());
        });
  }

  private Future<?> slowly(Duration time) {
    if (slowed >= MOST_SLOWED) {
      return Future.failedFuture(HashQueue.tooMany());
    }
    slowed++;
    return vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).onComplete(_ -> slowed--);
  }

  private Future<Optional<User>> hashed(UserApi.CheckPassword asked, boolean isTrusted) {
    Optional<Account> account = accounts.find(asked.name());
    return hashes
        .matches(asked.password(), account.map(Account::hash), isTrusted)
        .map(matches -> {
          if (!matches && UserRules.isName(asked.name())) {
            delays.failed(asked.name(), clock.instant());
          }
          // The password may have changed meanwhile.
          return accounts
              .find(asked.name())
              .filter(now -> matches && account.get().equals(now))
              .map(Account::user);
        });
  }

  private Future<Token> used(String id) {
    Token token = accounts.token(id);
    uses.put(id, clock.instant().truncatedTo(ChronoUnit.MINUTES));
    return Future.succeededFuture(token);
  }

  private Future<?> writeUses() {
    if (uses.isEmpty()) {
      return Future.succeededFuture();
    }
    Map<String, Instant> noted = Map.copyOf(uses);
    uses.clear();
    return onDisk(() -> file.noteUses(noted))
        .onSuccess(reading -> {
          usesFault = "";
          take(reading);
        })
        .onFailure(e -> {
          String fault = String.valueOf(e.getMessage());
          if (!fault.equals(usesFault)) {
            LOG.warn("the last use of tokens is not kept: {}", fault);
          }
          usesFault = fault;
        })
        .otherwiseEmpty();
  }
}
