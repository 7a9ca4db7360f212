package io.pingdeck.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.ChannelType;
import io.pingdeck.base.FaultException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSecretsTest {
  @TempDir private Path home;

  private ChannelConfig read(ChannelType type, String url, String secret) throws IOException {
    Files.writeString(home.resolve("secret"), secret + "\nanother line\n");
    ChannelConfig channel =
        new ChannelConfig(
            "c",
            type,
            Optional.of(url).filter(text -> !text.isEmpty()).map(URI::create),
            Optional.empty(),
            Optional.of(Path.of("secret")),
            type == ChannelType.TELEGRAM ? Optional.of("-100") : Optional.empty(),
            Optional.empty());
    return ChannelSecrets.read(List.of(channel), home).getFirst();
  }

  @Test
  void secretAddressBecomesTheAddress() throws IOException {
    ChannelConfig read = read(ChannelType.SLACK, "", " https://hooks.example/T0/hush \r");

    assertThat(read.url()).contains(URI.create("https://hooks.example/T0/hush"));
    assertThat(read.secret()).isEmpty();
  }

  @Test
  void tokenStaysASecret() throws IOException {
    assertThat(read(ChannelType.WEBHOOK, "http://a/", "hush").secret()).contains("hush");
    assertThat(read(ChannelType.TELEGRAM, "", "7:hu-sh_").secret()).contains("7:hu-sh_");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SLACK    |           | https://hooks.example/hush /B0 | is no http or https address (without user), and url is missing
          SLACK    |           | ftp://hooks.example/hush       | is no http or https address (without user), and url is missing
          SLACK    |           | https://hush:b@hooks.example/  | is no http or https address (without user), and url is missing
          SLACK    |           | https:///hush                  | is no http or https address (without user), and url is missing
          NTFY     |           | https://hush.example           | has no topic of ntfy at its end, as https://ntfy.sh/mine
          TELEGRAM |           | 7:hush/x                       | is not the token of a bot: letters, digits and :_-
          WEBHOOK  | http://a/ | hush hush                      | is not a token: printable ASCII characters without blanks
          WEBHOOK  | http://a/ | hüsh                           | is not a token: printable ASCII characters without blanks
          WEBHOOK  | http://a/ | ''                             | HOME/secret is empty, or its first line is
          """)
  void unusableSecretIsAFaultThatDoesNotQuoteIt(
      ChannelType type, String url, String secret, String fault) {
    assertThatThrownBy(() -> read(type, url == null ? "" : url, secret))
        .isInstanceOf(FaultException.class)
        .hasMessage("alerts.channels.0.secretFile: " + fault.replace("HOME", home.toString()));
  }

  @Test
  void missingFileIsAFault() {
    ChannelConfig channel =
        new ChannelConfig(
            "c",
            ChannelType.SLACK,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Path.of("none")),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> ChannelSecrets.read(List.of(channel), home))
        .hasMessage(
            "alerts.channels.0.secretFile: " + home + "/none cannot be read: it does not exist");
  }
}
