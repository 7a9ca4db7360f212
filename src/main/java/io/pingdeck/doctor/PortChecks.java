package io.pingdeck.doctor;

import io.pingdeck.config.AppConfig;
import io.pingdeck.config.Listener;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.net.DatagramOptions;
import io.pingdeck.net.PortHolder;
import io.pingdeck.net.Sockets;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.pem.AnyCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/// Whether the ports of the configuration can be opened, and who has those that cannot. Only the
/// page's port is needed for the main job.
final class PortChecks {
  private static final String PAGE = "web";
  private static final int PATIENCE_MILLIS = 1000;
  private static final int MOST_BYTES = 64 << 10;
  private final AppConfig config;
  private final Sockets sockets;

  PortChecks(AppConfig config, Sockets sockets) {
    this.config = config;
    this.sockets = sockets;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    List<Listener> listeners = Listener.all(config).reversed();
    boolean pageIsOurs = false;
    for (Listener listener : listeners) {
      Endpoint wanted = Endpoint.of(listener.host(), listener.port());
      Check check = check(listener, wanted, pageIsOurs);
      if (listener.key().equals(PAGE)) {
        pageIsOurs = check.state() == Check.State.OK && !check.text().endsWith(FREE);
      }
      checks.add(check);
    }
    return checks;
  }

  private static final String FREE = "free";

  private Check check(Listener listener, Endpoint wanted, boolean pageIsOurs) {
    String id = "port." + listener.key();
    String title = title(listener);
    String port = wanted + " (" + listener.transport() + ")";
    if (listener.port() == 0) {
      return Check.ok(id, title, "any free port, " + FREE);
    }
    Optional<String> refusal = refusal(listener, wanted);
    if (refusal.isEmpty()) {
      return Check.ok(id, title, port + " is " + FREE);
    }
    Optional<PortHolder> holder = PortHolder.of(listener.udp(), wanted);
    if (holder.isEmpty()) {
      return unusable(listener, port + ": " + refusal.get(), setting(listener));
    }
    String held = port + " is in use by " + holder.get().who();
    if (holder.get().isPingdeck()) {
      return Check.ok(id, title, held);
    }
    if (listener.key().equals(PAGE) ? answersAsPingdeck(wanted) : pageIsOurs) {
      return Check.ok(id, title, held + ": a Pingdeck, as its page answers");
    }
    return unusable(listener, held, setting(listener));
  }

  private static Check unusable(Listener listener, String text, String mend) {
    String id = "port." + listener.key();
    return listener.key().equals(PAGE)
        ? Check.fail(id, title(listener), text, mend)
        : Check.warn(id, title(listener), text, mend);
  }

  private static String title(Listener listener) {
    return switch (listener.key()) {
      case PAGE -> "Port of the page";
      case "heartbeat" -> "Port of heartbeats";
      default -> "Port of " + listener.key();
    };
  }

  private static String setting(Listener listener) {
    String key = listener.key() + ".port";
    return listener.port() < 1024
        ? "`--set " + key + "=0` takes any free port; a port below 1024 needs CAP_NET_BIND_SERVICE"
        : "`--set " + key + "=0` takes any free port";
  }

  /// Opens the port for a moment.
  ///
  /// @return why it cannot be opened; empty if it can
  private Optional<String> refusal(Listener listener, Endpoint wanted) {
    try {
      if (listener.udp()) {
        sockets.udp(wanted, DatagramOptions.ECHO).close();
      } else {
        try (ServerSocket server = new ServerSocket()) {
          server.setReuseAddress(true); // as the servers do: a port in TIME_WAIT is free
          server.bind(wanted.socketAddress());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Asks who is there. A process of another user cannot be named otherwise.
  private boolean answersAsPingdeck(Endpoint page) {
    boolean secure = config.web().tls().isPresent();
    String path = config.web().proxy().basePath() + "/api/v1/system";
    try {
      HttpURLConnection http =
          (HttpURLConnection)
              URI.create((secure ? "https://" : "http://") + page + path).toURL().openConnection();
      if (http instanceof HttpsURLConnection https) {
        AnyCertificate.accept(https);
      }
      http.setConnectTimeout(PATIENCE_MILLIS);
      http.setReadTimeout(PATIENCE_MILLIS);
      http.setInstanceFollowRedirects(false);
      try (InputStream in = http.getInputStream()) {
        String body = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        return http.getResponseCode() == 200 && body.contains("\"kernelStamps\"");
      } finally {
        http.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
