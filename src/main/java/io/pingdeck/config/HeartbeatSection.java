package io.pingdeck.config;

import static io.pingdeck.config.Values.between;
import static io.pingdeck.config.Values.oneOf;

import io.pingdeck.heartbeat.api.BeatRules;
import io.pingdeck.heartbeat.api.BeatState;
import io.pingdeck.heartbeat.api.HeartbeatConfig;
import io.pingdeck.heartbeat.api.HeartbeatConfig.NamedApplication;
import io.pingdeck.heartbeat.api.PartialRules;
import io.pingdeck.heartbeat.api.RuleField;
import io.pingdeck.heartbeat.api.WebhookConfig;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The keys below `heartbeat`.
final class HeartbeatSection {
  private static final int MAX_APPLICATIONS = 100_000;
  private static final int MAX_MISSES = 1000;

  private HeartbeatSection() {}

  static HeartbeatConfig read(Section s, HeartbeatConfig missing) {
    BeatRules rules = s.section("rules", section -> rules(section, missing.rules()));
    return new HeartbeatConfig(
        s.value("enabled", missing.enabled(), Values::truth),
        s.value("host", missing.host(), Values::listenAddress),
        s.value("port", missing.port(), Values::port),
        rules,
        s.value("assumedInterval", missing.assumedInterval(), HeartbeatSection::span),
        s.value("maxUnknown", missing.maxUnknown(), between(0, MAX_APPLICATIONS)),
        s.sections(
            "applications",
            missing.applications(),
            NamedApplication.BLANK,
            (section, entry) -> application(section, entry, rules)),
        s.section("webhook", section -> webhook(section, missing.webhook())));
  }

  private static BeatRules rules(Section s, BeatRules missing) {
    Optional<Duration> interval = s.value("interval", missing.interval(), HeartbeatSection::time);
    Optional<Duration> grace = s.value("grace", missing.grace(), HeartbeatSection::time);
    int misses = s.value("misses", missing.misses(), between(2, MAX_MISSES));
    int lateMisses = s.value("lateMisses", missing.lateMisses(), between(1, MAX_MISSES));
    double loss = s.value("lossThreshold", missing.lossThreshold(), Values::chance);
    if (lateMisses >= misses) {
      lateMissesFault(s, lateMisses, misses);
      lateMisses = misses - 1;
    }
    return new BeatRules(interval, grace, lateMisses, misses, loss);
  }

  /// Reports the key that was written; the other one may be a default.
  private static void lateMissesFault(Section s, int lateMisses, int misses) {
    if (!s.isRead("lateMisses", "misses")) {
      return;
    }
    if (s.isWritten("misses") && !s.isWritten("lateMisses")) {
      s.fault("misses", misses + " is not above lateMisses (" + lateMisses + ")");
    } else {
      s.fault("lateMisses", lateMisses + " is not below misses (" + misses + ")");
    }
  }

  /// Parses `learned` or a duration.
  private static Optional<Duration> time(String text) {
    if (text.equals("learned")) {
      return Optional.empty();
    }
    return Optional.of(span(text));
  }

  private static Duration span(String text) {
    Duration time = Values.duration(text);
    if (time.compareTo(BeatRules.SHORTEST) < 0 || time.compareTo(BeatRules.LONGEST) > 0) {
      throw new IllegalArgumentException(text + " is not a time from 1ms to 366d");
    }
    return time;
  }

  /// @param forAll source of rules that the entry leaves out
  private static NamedApplication application(
      Section s, NamedApplication missing, BeatRules forAll) {
    String name = s.value("name", missing.name(), Values::applicationName);
    if (!s.isWritten("name")) {
      s.fault("name", "is missing");
    }
    return new NamedApplication(
        name,
        partial(s, missing.rules(), forAll),
        s.value("keyFile", missing.keyFile(), text -> Optional.of(Values.path(text))));
  }

  private static PartialRules partial(Section s, PartialRules missing, BeatRules forAll) {
    Set<RuleField> said = new HashSet<>(missing.said());
    for (RuleField field : RuleField.values()) {
      if (s.isWritten(field.json())) {
        said.add(field);
      }
    }
    return new PartialRules(rules(s, missing.over(forAll)), said);
  }

  private static WebhookConfig webhook(Section s, WebhookConfig missing) {
    return new WebhookConfig(
        s.value("url", missing.url(), HeartbeatSection::url),
        s.values("states", missing.states(), oneOf(BeatState.values(), BeatState::json)),
        s.value("timeout", missing.timeout(), Values::positiveDuration),
        s.value("giveUpAfter", missing.giveUpAfter(), Values::positiveDuration));
  }

  /// Parses `none` or a URL.
  private static Optional<URI> url(String text) {
    return text.equals("none") ? Optional.empty() : Optional.of(Values.webAddress(text));
  }
}
