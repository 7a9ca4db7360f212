package io.pingdeck.cli;

import io.pingdeck.app.Codecs;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.net.Sockets;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// What a command needs whatever its flags and the configuration say. It takes about as long as
/// reading those, so it is made on another thread meanwhile.
final class Preparation<T> {
  static final Preparation<Sockets> SOCKETS = new Preparation<>(PlatformSockets::best);

  /// With all codecs.
  static final Preparation<Vertx> VERTX =
      new Preparation<>(() -> {
        Vertx vertx = CommandLines.vertx();
        Codecs.register(vertx);
        return vertx;
      });

  private final Supplier<T> work;
  private final AtomicReference<CompletableFuture<T>> begun = new AtomicReference<>();

  private Preparation(Supplier<T> work) {
    this.work = work;
  }

  /// Begins what this command will need.
  static void begin(String command) {
    switch (command) {
      case "serve" -> {
        SOCKETS.begin();
        VERTX.begin();
      }
      case "ping", "echo" -> SOCKETS.begin();
      default -> {} // needs nothing, or little
    }
  }

  private void begin() {
    begun.set(start());
  }

  private CompletableFuture<T> start() {
    return CompletableFuture.supplyAsync(
        work, task -> Thread.ofPlatform().name("start").daemon(true).start(task));
  }

  /// What has begun, for one caller; others get their own.
  CompletableFuture<T> take() {
    return Optional.ofNullable(begun.getAndSet(null)).orElseGet(this::start);
  }
}
