package io.pingdeck.ping.http;

import io.pingdeck.base.Errno;
import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.text.KeywordSearch;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.target.HttpMethod;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;

/// One probe: a request and those of its redirects, in sequence. It has exactly one result. Its
/// parts run on one thread at a time, each handed over by the previous one.
final class HttpProbe {
  private static final OptionalLong ONE = OptionalLong.of(1);

  private final HttpProbes probes;
  private final PingSpec spec;
  private final HttpOptions options;
  private final long patienceNanos;
  private final HttpProbes.Listener listener;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Set<String> asked = new HashSet<>();
  private HttpMethod method;
  private boolean begun;
  private long firstBegunNanos;
  private long lastBegunNanos;
  private long connectNanos;
  private long tlsNanos;
  private long firstByteNanos;
  private int redirects;
  private boolean leftTls;

  /// @param patienceNanos timeout
  HttpProbe(HttpProbes probes, PingSpec spec, long patienceNanos, HttpProbes.Listener listener) {
    this.probes = probes;
    this.spec = spec;
    this.patienceNanos = patienceNanos;
    this.listener = listener;
    options = spec.http();
    method = spec.method().orElseThrow();
  }

  /// Sends the first request or that of a redirect.
  void begin(Target target, Endpoint address) {
    asked.add(method + " " + target);
    Hop hop = new Hop(target, address);
    if (!probes.start(target.protocol() == Protocol.HTTPS, hop)) {
      hop.abandon();
    }
  }

  private final class Hop implements HttpLoop.Start {
    private final Target target;
    private final Endpoint address;
    private final Optional<KeywordSearch> present = options.keyword().map(KeywordSearch::new);
    private final Optional<KeywordSearch> absent = options.keywordAbsent().map(KeywordSearch::new);

    Hop(Target target, Endpoint address) {
      this.target = target;
      this.address = address;
    }

    @Override
    public Exchange start(Exchange.Surroundings loop) {
      // Secrets of one server are not sent to another.
      boolean own = HttpRedirect.isSameOrigin(target, spec.target());
      HttpSecrets secrets = own ? probes.secrets(options) : HttpSecrets.NONE;
      HttpExchange exchange =
          new HttpExchange(
              loop,
              new HttpRequest(target, method, secrets.fields()),
              tls(secrets.key()),
              body(),
              spec.count().equals(ONE), // single probes such as `/probe` include details
              new Exchange.Asker(
                  patience(),
                  listener::isWanted,
                  HttpProbe.this::begun,
                  HttpProbe.this::unfinished,
                  result -> answered(target, result, missing())));
      exchange.start(address, spec.hopLimit().orElse(0), spec.trafficClass());
      return exchange;
    }

    private Optional<TlsClient> tls(Optional<KeyManager> key) {
      if (target.protocol() != Protocol.HTTPS) {
        return Optional.empty();
      }
      try {
        return Optional.of(new TlsClient(probes.trusted(), target, options.insecure(), key));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the Java runtime has no TLS", e);
      }
    }

    private Consumer<ByteBuffer> body() {
      return bytes -> {
        present.ifPresent(search -> search.accept(bytes));
        absent.ifPresent(search -> search.accept(bytes));
      };
    }

    /// The fault of the body, once it was received.
    private Supplier<Optional<String>> missing() {
      return () -> {
        if (present.isPresent() && !present.get().isFound()) {
          return Optional.of("the body has no \"" + options.keyword().orElseThrow() + "\"");
        }
        return absent.filter(KeywordSearch::isFound).isPresent()
            ? Optional.of("the body has \"" + options.keywordAbsent().orElseThrow() + "\"")
            : Optional.empty();
      };
    }

    @Override
    public void abandon() {
      end(new HttpResult.NotSent(Errno.EIO));
    }
  }

  /// All requests of a probe share one timeout.
  private long patience() {
    return begun
        ? Math.max(1, patienceNanos - (System.nanoTime() - firstBegunNanos))
        : patienceNanos;
  }

  private void begun(long nanos) {
    lastBegunNanos = nanos;
    if (!begun) {
      begun = true;
      firstBegunNanos = nanos;
      listener.begun(nanos);
    }
  }

  /// A followed redirect counts as the start of an answer.
  private void unfinished(Supplier<Response> told) {
    int followed = redirects;
    listener.unfinished(
        told == null && followed > 0
            ? () ->
                HttpExchange.unfinished(
                    "after " + followed + (followed == 1 ? " redirect" : " redirects"))
            : told);
  }

  private void answered(Target target, HttpResult result, Supplier<Optional<String>> missing) {
    guarded(() -> judge(target, result, missing));
  }

  /// Ensures that the probe ends whatever is thrown.
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      end(new HttpResult.NotSent(Errno.EIO));
      throw e;
    }
  }

  private void judge(Target target, HttpResult result, Supplier<Optional<String>> missing) {
    if (!(result instanceof HttpResult.Answered answered)) {
      end(result);
      return;
    }
    connectNanos += answered.answer().connectNanos();
    tlsNanos += answered.answer().tlsNanos().orElse(0);
    firstByteNanos += answered.answer().firstByteNanos();
    boolean redirect = HttpRedirect.isOne(answered.answer().status(), answered.location());
    if (options.follow() == 0 || !redirect) {
      end(answered, missing.get());
    } else if (redirects == options.follow()) {
      end(answered, Optional.of("more than " + options.follow() + " redirects"));
    } else {
      follow(target, answered);
    }
  }

  private void follow(Target from, HttpResult.Answered answered) {
    try {
      Target next = HttpRedirect.target(from, answered.location().orElseThrow());
      HttpMethod nextMethod = HttpRedirect.method(method, answered.answer().status());
      if (asked.contains(nextMethod + " " + next)) {
        end(answered, Optional.of("redirect loop, to " + next));
        return;
      }
      redirects++;
      unfinished(null); // also during the lookup
      probes
          .hops()
          .find(spec.at(next))
          .whenComplete((address, failure) ->
              guarded(() -> {
                if (failure != null) {
                  redirects--;
                  end(answered, Optional.of("redirects to " + next + ": " + sentence(failure)));
                  return;
                }
                leftTls |= from.protocol() == Protocol.HTTPS && next.protocol() == Protocol.HTTP;
                method = nextMethod;
                begin(next, address);
              }));
    } catch (FaultException e) {
      end(answered, Optional.of("redirects to an unsupported URL: " + sentence(e)));
    }
  }

  private static String sentence(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof FaultException e) {
      List<Fault> faults = e.faults();
      return faults.getFirst().message();
    }
    return "its address cannot be found";
  }

  private void end(HttpResult.Answered answered, Optional<String> reason) {
    Response.Http last = answered.answer();
    boolean secure = tlsNanos > 0 || last.tlsNanos().isPresent();
    end(
        new HttpResult.Answered(
            new Response.Http(
                last.status(),
                connectNanos,
                secure ? OptionalLong.of(tlsNanos) : OptionalLong.empty(),
                firstByteNanos,
                lastBegunNanos - firstBegunNanos + last.totalNanos(),
                last.certificateExpiry(),
                redirects,
                leftTls,
                reason,
                last.details()),
            answered.source(),
            Optional.empty()));
  }

  private void end(HttpResult result) {
    if (!ended.getAndSet(true)) {
      listener.ended(result);
    }
  }
}
