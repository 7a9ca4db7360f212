package io.pingdeck.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pingdeck.resolve.NameResolver;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class ReceiversTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private Vertx vertx;

  @BeforeEach
  void remember(Vertx running) {
    vertx = running;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static HttpCall call(String server) {
    return new HttpCall(
        URI.create("http://" + server + "/bot7:hushPath/send?key=hushQuery"),
        Map.of("Authorization", "Bearer hushToken"),
        "{}");
  }

  private int serve(Handler<NetSocket> handler) throws Exception {
    NetServer server = vertx.createNetServer().connectHandler(handler);
    return await(server.listen(0, "127.0.0.1")).actualPort();
  }

  private Throwable failure(String server) {
    Receivers receivers = new Receivers(vertx, PATIENCE, NameResolver.ofThisHost());
    Throwable thrown = catchThrowable(() -> await(receivers.send(call(server))));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    assertThat(thrown.getCause().getMessage()).doesNotContain("hush");
    return thrown.getCause();
  }

  @Test
  void silenceOfTheReceiverIsNoAnswer() throws Exception {
    int port = serve(socket -> socket.handler(_ -> {}));

    assertThat(failure("127.0.0.1:" + port)).hasMessage("no answer within 500ms");
  }

  @Test
  void drippingHeaderIsNoAnswer() throws Exception {
    int port =
        serve(socket -> {
          socket.write("HTTP/1.1 200 OK\r\n");
          long timer = vertx.setPeriodic(20, _ -> socket.write("X: 1\r\n"));
          socket.handler(_ -> {}).closeHandler(_ -> vertx.cancelTimer(timer));
        });

    assertThat(failure("127.0.0.1:" + port)).hasMessage("no answer within 500ms");
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "65536, 1"})
  void statusDecidesAndTheRestIsNotAwaited(int bytes, int everyMillis) throws Exception {
    Promise<Void> closed = Promise.promise();
    int port =
        serve(socket -> {
          socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          String chunk = Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n";
          long timer = vertx.setPeriodic(everyMillis, _ -> socket.write(chunk));
          socket
              .handler(_ -> {})
              .closeHandler(_ -> {
                vertx.cancelTimer(timer);
                closed.complete();
              });
        });
    Receivers receivers = new Receivers(vertx, Duration.ofSeconds(5), NameResolver.ofThisHost());

    await(receivers.send(call("127.0.0.1:" + port)));

    await(closed.future());
  }

  @Test
  void otherStatusIsSaid() throws Exception {
    int port =
        serve(socket ->
            socket.handler(_ ->
                socket.end(
                    Buffer.buffer(
                        "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"))));

    assertThat(failure("127.0.0.1:" + port)).hasMessage("status 302");
  }

  @Test
  void closedConnectionIsSaid() throws Exception {
    int port = serve(NetSocket::close);

    assertThat(failure("127.0.0.1:" + port))
        .hasMessage("127.0.0.1:" + port + " closed the connection without an answer");
  }

  @Test
  void refusedConnectionIsSaid() throws Exception {
    NetServer server = vertx.createNetServer().connectHandler(_ -> {});
    int port = await(server.listen(0, "127.0.0.1")).actualPort();
    await(server.close());

    assertThat(failure("127.0.0.1:" + port))
        .hasMessage("cannot connect to 127.0.0.1:" + port + ": connection refused");
  }

  @Test
  void linkLocalAddressIsRefused() {
    assertThat(failure("169.254.169.254"))
        .hasMessage("169.254.169.254 is link-local or a service of a cloud, where no alert goes");
  }

  @Test
  void slowNamesDoNotHoldTheVerticle(@TempDir Path etc) throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Files.writeString(etc.resolve("hosts"), "");
      Files.writeString(etc.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
      NameResolver names = NameResolver.of(etc, silent.getLocalPort());
      Promise<Boolean> ticked = Promise.promise();
      Promise<String> failed = Promise.promise();

      await(
          vertx.deployVerticle(
              new VerticleBase() {
                @Override
                public Future<?> start() {
                  Receivers receivers = new Receivers(vertx, PATIENCE, names);
                  for (int i = 0; i < 4; i++) {
                    receivers
                        .send(call("hook" + i + ".example.com"))
                        .onFailure(e -> failed.tryComplete(e.getMessage()));
                  }
                  vertx.setTimer(1, _ -> ticked.complete(failed.future().isComplete()));
                  return Future.succeededFuture();
                }
              },
              new DeploymentOptions()
                  .setThreadingModel(ThreadingModel.WORKER)
                  .setWorkerPoolName("one")
                  .setWorkerPoolSize(1)));

      assertThat(await(ticked.future())).as("failed before the tick").isFalse();
      assertThat(await(failed.future())).doesNotContain("hush");
    }
  }
}
