package io.pingdeck.web.access;

import static io.pingdeck.user.api.Role.ADMIN;
import static io.pingdeck.user.api.Role.OPERATOR;
import static io.pingdeck.user.api.Role.VIEWER;

import io.pingdeck.user.api.Role;
import io.pingdeck.web.http.StaticFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may request what. The router is built from this table: a route that is not in it cannot be
/// made, and an entry without a route fails the start.
public final class AccessTable {
  private static final String API = "/api/v1";
  private static final String PINGS = API + "/pings";
  private static final String ECHO = API + "/echo-servers";
  private static final String HEARTBEATS = API + "/heartbeats";
  private static final String RULES = API + "/heartbeat-rules";
  private static final String BEATS = API + "/beats/:name";
  private static final String SENDERS = API + "/beat-senders";

  private static final String ALERTS = API + "/alerts";
  private static final String SILENCES = API + "/alert-silences";
  private static final String OUTBOX = API + "/alert-outbox";
  private static final String CHANNELS = API + "/alert-channels";
  private static final String SESSION = API + "/session";
  private static final String USERS = API + "/users";
  private static final String TOKENS = API + "/tokens";

  private static final List<Entry> ENTRIES =
      Stream.of(
              // The page's code is public; what it shows is not.
              open("GET HEAD", StaticFiles.PATTERN),
              open("GET", "/openapi.yaml", "/health/live", "/health/ready"),
              open("GET", SESSION),
              entries("POST", Optional.empty(), Optional.of("login"), SESSION),
              entries("DELETE", Optional.empty(), Optional.of("logout"), SESSION),
              open("POST", SESSION + "/oidc"),
              entries("POST", Optional.empty(), Optional.of("login"), SESSION + "/oidc/code"),
              entries("POST", Optional.empty(), Optional.of("setup"), API + "/setup"),
              audited(VIEWER, "PUT", SESSION + "/password", "session.password"),
              allowed(
                  VIEWER,
                  "GET",
                  PINGS,
                  PINGS + "/:id",
                  PINGS + "/:id/statistics",
                  PINGS + "/:id/samples",
                  PINGS + "/:id/history",
                  PINGS + "/:id/export",
                  ECHO,
                  ECHO + "/:id",
                  HEARTBEATS,
                  HEARTBEATS + "/:name",
                  RULES,
                  API + "/heartbeat-changes",
                  SENDERS,
                  ALERTS,
                  ALERTS + "/:id/history",
                  API + "/alert-history",
                  SILENCES,
                  API + "/alert-rules",
                  API + "/alert-rules/check",
                  API + "/alert-rules/replay",
                  CHANNELS,
                  OUTBOX,
                  API + "/live",
                  API + "/system",
                  API + "/doctor",
                  "/metrics"),
              audited(OPERATOR, "POST", PINGS, "ping.start"),
              audited(OPERATOR, "POST", PINGS + "/batch", "ping.startBatch"),
              audited(OPERATOR, "POST", PINGS + "/:id/stop", "ping.stop"),
              audited(OPERATOR, "POST", PINGS + "/:id/pause", "ping.pause"),
              audited(OPERATOR, "POST", PINGS + "/:id/resume", "ping.resume"),
              audited(OPERATOR, "PATCH", PINGS + "/:id", "ping.change"),
              audited(OPERATOR, "DELETE", PINGS + "/:id", "ping.delete"),
              audited(OPERATOR, "POST", ECHO, "echo.start"),
              audited(OPERATOR, "PATCH", ECHO + "/:id", "echo.change"),
              audited(OPERATOR, "POST", ECHO + "/:id/stop", "echo.stop"),
              audited(OPERATOR, "POST", ECHO + "/:id/start", "echo.restart"),
              audited(OPERATOR, "DELETE", ECHO + "/:id", "echo.delete"),
              audited(OPERATOR, "PATCH", HEARTBEATS + "/:name", "heartbeat.change"),
              audited(OPERATOR, "DELETE", HEARTBEATS + "/:name", "heartbeat.forget"),
              audited(OPERATOR, "DELETE", HEARTBEATS + "/:name/rules", "heartbeat.reset"),
              audited(OPERATOR, "PATCH", RULES, "heartbeatRules.change"),
              audited(OPERATOR, "DELETE", RULES, "heartbeatRules.reset"),
              audited(OPERATOR, "POST", SENDERS, "beatSender.start"),
              audited(OPERATOR, "DELETE", SENDERS + "/:name", "beatSender.stop"),
              audited(OPERATOR, "POST", ALERTS + "/:id/acknowledge", "alert.acknowledge"),
              audited(OPERATOR, "POST", SILENCES, "alert.silence"),
              audited(OPERATOR, "POST", CHANNELS + "/:name/test", "alertChannel.test"),
              audited(OPERATOR, "POST", OUTBOX, "alertOutbox.sendAgain"),
              // Measurements, which come too often for the audit log.
              acting(OPERATOR, "GET HEAD POST", BEATS, BEATS + "/:report"),
              acting(OPERATOR, "GET", "/probe"),
              allowed(ADMIN, "GET", USERS, TOKENS, API + "/audit"),
              audited(ADMIN, "POST", USERS, "user.add"),
              audited(ADMIN, "PATCH", USERS + "/:name", "user.change"),
              audited(ADMIN, "DELETE", USERS + "/:name", "user.remove"),
              audited(ADMIN, "POST", TOKENS, "token.create"),
              audited(ADMIN, "DELETE", TOKENS + "/:id", "token.remove"))
          .flatMap(List::stream)
          .toList();

  private AccessTable() {}

  /// Who may make one kind of request.
  ///
  /// @param method an HTTP method
  /// @param path a path of the router, with parameters such as `:id`; for the page's files a
  ///   regular expression
  /// @param role the least role; empty: anybody, without a login
  /// @param action the name of the action in the audit log; empty: not audited
  /// @param acts whether it does something although its method may be GET or HEAD, which browsers
  ///   send for a link or an image of any page
  public record Entry(
      String method, String path, Optional<Role> role, Optional<String> action, boolean acts) {}

  public static List<Entry> entries() {
    return ENTRIES;
  }

  private static List<Entry> open(String methods, String... paths) {
    return entries(methods, Optional.empty(), Optional.empty(), paths);
  }

  private static List<Entry> allowed(Role least, String methods, String... paths) {
    return entries(methods, Optional.of(least), Optional.empty(), paths);
  }

  private static List<Entry> acting(Role least, String methods, String... paths) {
    return entries(methods, Optional.of(least), Optional.empty(), true, paths);
  }

  private static List<Entry> audited(Role least, String method, String path, String action) {
    return entries(method, Optional.of(least), Optional.of(action), path);
  }

  private static List<Entry> entries(
      String methods, Optional<Role> role, Optional<String> action, String... paths) {
    return entries(methods, role, action, false, paths);
  }

  private static List<Entry> entries(
      String methods, Optional<Role> role, Optional<String> action, boolean acts, String... paths) {
    return Arrays.stream(paths)
        .flatMap(path ->
            Arrays.stream(methods.split(" "))
                .map(method -> new Entry(method, path, role, action, acts)))
        .toList();
  }
}
