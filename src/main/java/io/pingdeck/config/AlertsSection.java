package io.pingdeck.config;

import static io.pingdeck.config.Values.oneOf;

import io.pingdeck.alert.api.AlertsConfig;
import io.pingdeck.alert.api.BodyTemplate;
import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.ChannelType;
import io.pingdeck.alert.api.Dependency;
import io.pingdeck.alert.api.RuleConfig;
import io.pingdeck.alert.api.Scope;
import io.pingdeck.alert.rule.Rule;
import io.pingdeck.base.GivenText;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The keys below `alerts`.
final class AlertsSection {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:/-]{0,63}");

  /// Stands for a rule that could not be read, so that reading goes on.
  private static final RuleConfig BLANK_RULE =
      new RuleConfig("", Rule.parse("no data for 5 min"), Scope.ALL, List.of());

  private static final Dependency BLANK_DEPENDENCY = new Dependency(Scope.ALL, Scope.ALL);

  private AlertsSection() {}

  static AlertsConfig read(Section s, AlertsConfig missing) {
    Set<String> channelNames = new HashSet<>();
    List<ChannelConfig> channels =
        s.sections(
            "channels",
            missing.channels(),
            ChannelConfig.BLANK,
            (section, blank) -> channel(section, blank, channelNames));
    Set<String> ruleNames = new HashSet<>();
    List<RuleConfig> rules =
        s.sections(
            "rules",
            missing.rules(),
            BLANK_RULE,
            (section, blank) -> rule(section, blank, channelNames, ruleNames));
    return new AlertsConfig(
        channels,
        rules,
        dependencies(s, missing),
        s.value("groupWindow", missing.groupWindow(), Values::duration),
        s.value("timeout", missing.timeout(), Values::positiveDuration),
        s.value("giveUpAfter", missing.giveUpAfter(), Values::positiveDuration));
  }

  private static ChannelConfig channel(Section s, ChannelConfig missing, Set<String> names) {
    String name = name(s, missing.name(), names);
    ChannelType type =
        s.value("type", missing.type(), oneOf(ChannelType.values(), ChannelType::json));
    Optional<URI> url = s.value("url", missing.url(), text -> Optional.of(Values.webAddress(text)));
    ChannelConfig channel =
        new ChannelConfig(
            name,
            type,
            url,
            s.value("secret", missing.secret(), Optional::of),
            s.value("secretFile", missing.secretFile(), text -> Optional.of(Values.path(text))),
            s.value("to", missing.to(), Optional::of),
            s.value("body", missing.body(), text -> Optional.of(new BodyTemplate(text))));
    check(s, channel);
    return channel;
  }

  private static void check(Section s, ChannelConfig channel) {
    boolean hasSecret = channel.secret().isPresent() || channel.secretFile().isPresent();
    if (channel.secret().isPresent() && channel.secretFile().isPresent()) {
      s.fault("secretFile", "conflicts with secret: set only one of them");
    }
    if (channel.secret().isPresent() && s.isOnCommandLine("secret")) {
      s.fault(
          "secret",
          "is visible to others on the command line: set secretFile, or the environment variable"
              + " PINGDECK_ALERTS_CHANNELS_0_SECRET (0 is the first channel)");
    }
    if (s.isRead("url") && !channel.url().map(channel.type()::isAddress).orElse(true)) {
      s.fault("url", ChannelType.NO_TOPIC);
    }
    if (channel.type() == ChannelType.TELEGRAM) {
      needs(s, "to", channel.to().isPresent(), "the id of a chat");
      needs(s, "secretFile", hasSecret, "the bot's token, in a file");
    } else if (s.isRead("url")) {
      needs(
          s,
          "url",
          channel.url().isPresent() || hasSecret,
          "an http or https address; one that is a secret may be in secretFile instead");
    }
    if (channel.body().isPresent() && channel.type() != ChannelType.WEBHOOK) {
      s.fault("body", "is for type webhook, not " + channel.type().json());
    }
    if (channel.to().isPresent() && channel.type() != ChannelType.TELEGRAM) {
      s.fault("to", "is for type telegram, not " + channel.type().json());
    }
  }

  private static void needs(Section s, String key, boolean isThere, String what) {
    if (!isThere && s.isRead(key)) {
      s.fault(key, "is missing: " + what);
    }
  }

  private static String name(Section s, String missing, Set<String> names) {
    String name = s.value("name", missing, AlertsSection::name);
    if (!s.isWritten("name")) {
      s.fault("name", "is missing");
    } else if (s.isRead("name") && !names.add(name)) {
      s.fault("name", name + " is the name of another one already");
    }
    return name;
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          GivenText.show(text)
              + " is not a name (1-64 letters, digits, blanks and ._:/-, the first a letter or"
              + " digit)");
    }
    return text;
  }

  private static RuleConfig rule(
      Section s, RuleConfig missing, Set<String> channels, Set<String> names) {
    String name = name(s, missing.name(), names);
    if (!s.isWritten("when")) {
      s.fault("when", "is missing: what fires it, such as loss > 5 % over 100 probes");
    }
    Rule rule = s.value("when", missing.rule(), Rule::parse);
    Scope on = s.value("on", missing.on(), Scope::new);
    List<String> told = new ArrayList<>();
    for (String channel : s.values("notify", missing.channels(), text -> text)) {
      if (!channels.contains(channel)) {
        String known =
            channels.isEmpty()
                ? "there is none"
                : String.join(", ", channels.stream().sorted().toList());
        s.fault(
            "notify", GivenText.show(channel) + " is not the name of a channel (" + known + ")");
      } else {
        told.add(channel);
      }
    }
    return new RuleConfig(name, rule, on, told);
  }

  private static List<Dependency> dependencies(Section s, AlertsConfig missing) {
    List<Dependency> before = new ArrayList<>();
    return s.sections(
        "parents",
        missing.dependencies(),
        BLANK_DEPENDENCY,
        (section, blank) -> {
          Dependency dependency = dependency(section, blank);
          if (section.isWritten("parent") && section.isRead("parent", "children")) {
            DependencyCheck.fault(before, dependency)
                .ifPresent(why -> section.fault("children", why));
          }
          before.add(dependency);
          return dependency;
        });
  }

  private static Dependency dependency(Section s, Dependency missing) {
    for (String key : List.of("parent", "children")) {
      if (!s.isWritten(key)) {
        s.fault(key, "is missing: names, targets or ids of pings (with * for any text)");
      }
    }
    return new Dependency(
        s.value("children", missing.children(), Scope::new),
        s.value("parent", missing.parents(), Scope::new));
  }
}
