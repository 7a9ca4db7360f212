package io.pingdeck.web.live;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static io.pingdeck.fuzz.FuzzCheck.requireFaults;
import static io.pingdeck.fuzz.FuzzCheck.requireMessage;

import io.pingdeck.base.FaultException;
import io.pingdeck.fuzz.FuzzCheck;
import io.pingdeck.web.live.TextMessages.RefusedException;
import io.vertx.ext.web.handler.HttpException;
import java.util.Arrays;
import java.util.Optional;

/// Every message of a live client is one of those it may send, or refused. It reads the same
/// however it is cut into frames.
public final class LiveMessageFuzz {
  private static final int MAX_CHARS = 256;

  private LiveMessageFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    String whole = message(input, input.length);
    require(whole.equals(message(input, input.length / 2)), "another message in two frames");
    require(whole.equals(message(input, Math.min(1, input.length))), "another in two frames");
    try {
      switch (ClientMessage.parse(FuzzCheck.text(input))) {
        case ClientMessage.Ack(long seq) -> require(seq >= 0, "a tick below 0");
        case ClientMessage.Subscribe subscribe -> {
          checkBound(subscribe.pings());
          checkBound(subscribe.samples());
        }
      }
    } catch (FaultException e) {
      requireFaults(e);
    } catch (HttpException e) {
      require(e.getStatusCode() == 400, "not the client's fault");
      requireMessage(e.getPayload());
    }
  }

  private static void checkBound(Subscription subscription) {
    require(
        !(subscription instanceof Subscription.Ids ids)
            || ids.pings().size() <= ClientMessage.MOST_IDS,
        "too many pings");
  }

  /// The message in two frames, or the code with which it closes the connection.
  private static String message(byte[] input, int first) {
    TextMessages messages = new TextMessages(MAX_CHARS);
    try {
      require(messages.add(Arrays.copyOf(input, first), false).isEmpty(), "ended before its end");
      Optional<String> message = messages.add(Arrays.copyOfRange(input, first, input.length), true);
      require(message.orElseThrow().length() <= MAX_CHARS, "too long");
      return "text " + message.get();
    } catch (RefusedException e) {
      requireMessage(e.getMessage());
      return "refused";
    }
  }
}
