package io.pingdeck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsSectionTest {
  private static FaultException refusal(String yaml) {
    return catchThrowableOfType(
        FaultException.class,
        () -> ConfigReader.parse("file", yaml, Map.of(), List.of(), AppConfig.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          channels: [{type: webhook, url: 'http://a/'}] | channels.0.name | is missing
          channels: [{name: '', url: 'http://a/'}] | channels.0.name | nothing is not a name (1-64 letters, digits, blanks and ._:/-, the first a letter or digit)
          channels: [{name: a, url: 'http://a/'}, {name: a, url: 'http://a/'}] | channels.1.name | a is the name of another one already
          channels: [{name: a}] | channels.0.url | is missing: an http or https address; one that is a secret may be in secretFile instead
          channels: [{name: a, url: 'ftp://a/'}] | channels.0.url | ftp://a/ is not an http or https address (without user and fragment)
          channels: [{name: a, type: pager, url: 'http://a/'}] | channels.0.type | pager is not one of: alertmanager, discord, ntfy, slack, teams, telegram, webhook
          channels: [{name: a, url: 'http://a/', secret: b, secretFile: c}] | channels.0.secretFile | conflicts with secret: set only one of them
          channels: [{name: a, url: 'http://a/', body: '{{who}}'}] | channels.0.body | {{who}} is not one of: alert, at, id, rule, since, state, text, value, what.id, what.kind, what.name, what.target
          channels: [{name: a, type: slack, url: 'http://a/', body: '{{text}}'}] | channels.0.body | is for type webhook, not slack
          channels: [{name: a, url: 'http://a/', to: b}] | channels.0.to | is for type telegram, not webhook
          channels: [{name: a, type: telegram, secret: b}] | channels.0.to | is missing: the id of a chat
          channels: [{name: a, type: telegram, to: b}] | channels.0.secretFile | is missing: the bot's token, in a file
          channels: [{name: a, type: ntfy, url: 'https://ntfy.sh'}] | channels.0.url | has no topic of ntfy at its end, as https://ntfy.sh/mine
          channels: [{name: a, type: ntfy, url: 'https://ntfy.sh/mine/'}] | channels.0.url | has no topic of ntfy at its end, as https://ntfy.sh/mine
          rules: [{when: icmpError}] | rules.0.name | is missing
          rules: [{name: a}] | rules.0.when | is missing: what fires it, such as loss > 5 % over 100 probes
          rules: [{name: a, when: 'loss > 5'}] | rules.0.when | the end is not `%` (5 %)
          rules: [{name: a, when: icmpError}, {name: a, when: icmpError}] | rules.1.name | a is the name of another one already
          rules: [{name: a, when: icmpError, on: 'b,,c'}] | rules.0.on | nothing is not `all`, nor a name, target, id or tag:NAME of pings (with * for any text)
          rules: [{name: a, when: icmpError, on: 'b, tag:'}] | rules.0.on | tag: is without a tag, such as tag:berlin
          rules: [{name: a, when: icmpError, notify: [b]}] | rules.0.notify | b is not the name of a channel (there is none)
          rules: [{name: a, when: icmpError, notify: b}] | rules.0.notify | must be a list: [a, b]
          parents: [{parent: a}] | parents.0.children | is missing: names, targets or ids of pings (with * for any text)
          parents: [{parent: a, children: a}] | parents.0.children | names only what parent names too: nothing is its own parent
          parents: [{parent: '*', children: 'a, b'}] | parents.0.children | names only what parent names too: nothing is its own parent
          parents: [{parent: a, children: b}, {parent: B, children: A}] | parents.1.children | makes a cycle with parents.0: a parent would be below its own children
          parents: [{parent: 'a-*', children: 'b-*'}, {parent: x, children: y}, {parent: 'b-1', children: 'd*'}, {parent: 'd1', children: 'a-9'}] | parents.3.children | makes a cycle with parents.0, parents.2: a parent would be below its own children
          parents: [{parent: a, children: b}, {parent: b, children: c}, {parent: c, children: 'a*'}] | parents.2.children | makes a cycle with parents.0, parents.1: a parent would be below its own children
          timeout: 0 | timeout | 0 is too short (more than 0s)
          """)
  void saysWhatWasGivenAndWhatIsAllowed(String yaml, String field, String message) {
    FaultException refusal = refusal("alerts: {" + yaml + "}");

    assertThat(refusal).as(yaml).isNotNull();
    assertThat(refusal.faults())
        .containsExactly(new Fault("alerts." + field + " (file:1)", message));
  }

  @ParameterizedTest
  @CsvSource({
    "gw-*, all, core, gw-*",
    "gw, all, core, all",
    "core, 'gw-*', 'gw-*', 'host-*'",
    "core, 'berlin-*', 'berlin-gw', 'berlin-host-*'",
  })
  void parentsWithoutACycleAreAccepted(String one, String below, String two, String belowTwo) {
    String yaml =
        "alerts: {parents: [{parent: '%s', children: '%s'}, {parent: '%s', children: '%s'}]}"
            .formatted(one, below, two, belowTwo);

    assertThat(refusal(yaml)).isNull();
  }

  @Test
  void secretOnTheCommandLineIsRefusedAndNotRepeated() {
    Setting setting =
        new Setting("--set alerts.channels.0.secret", "alerts.channels.0.secret", "hidden");

    FaultException refusal =
        catchThrowableOfType(
            FaultException.class,
            () ->
                ConfigReader.parse(
                    "file",
                    "alerts: {channels: [{name: a, url: 'http://a/'}]}",
                    Map.of(),
                    List.of(setting),
                    AppConfig.DEFAULT));

    assertThat(refusal.faults())
        .singleElement()
        .hasToString(
            "--set alerts.channels.0.secret: is visible to others on the command line: set"
                + " secretFile, or the environment variable PINGDECK_ALERTS_CHANNELS_0_SECRET"
                + " (0 is the first channel)");
  }

  @Test
  void secretIsNotShown() {
    AppConfig config =
        ConfigReader.parse(
            "file",
            "alerts: {channels: [{name: a, url: 'http://a/', secret: hidden}]}",
            Map.of("PINGDECK_ALERTS_CHANNELS_0_SECRET", "from-environment"),
            List.of(),
            AppConfig.DEFAULT);

    assertThat(config.alerts().channels().getFirst().secret()).hasValue("from-environment");
    assertThat(config.toString()).doesNotContain("hidden").doesNotContain("from-environment");
  }
}
