package io.pingdeck.alert;

import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.alert.api.ChannelType;
import io.pingdeck.base.FaultException;
import io.pingdeck.disk.SecretFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the secrets of channels from their files, and checks them, so that a request that contains
/// one can always be made. No message quotes a secret. Blocks.
public final class ChannelSecrets {
  /// Can be the value of a header (RFC 9110, section 5.5).
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  /// Becomes a part of the path.
  private static final Pattern BOT = Pattern.compile("[0-9A-Za-z:_-]+");

  private ChannelSecrets() {}

  /// @param home folder that relative paths refer to
  /// @return the channels with their secrets; an address that is a secret is in
  ///   [ChannelConfig#url()]
  /// @throws FaultException if a file cannot be read, or holds no address where one is needed
  public static List<ChannelConfig> read(List<ChannelConfig> channels, Path home) {
    List<ChannelConfig> read = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      read.add(read(channels.get(i), "alerts.channels." + i + ".", home));
    }
    return read;
  }

  private static ChannelConfig read(ChannelConfig channel, String place, Path home) {
    String field = place + (channel.secretFile().isPresent() ? "secretFile" : "secret");
    Optional<String> secret =
        channel
            .secretFile()
            .map(file -> line(field, home.resolve(file)))
            .or(() -> channel.secret());
    if (channel.type() == ChannelType.TELEGRAM) {
      check(BOT, secret, field, "is not the token of a bot: letters, digits and :_-");
    } else if (channel.url().isEmpty()) {
      return channel.withAddress(address(field, secret.orElse(""), channel.type()));
    } else {
      check(TOKEN, secret, field, "is not a token: printable ASCII characters without blanks");
    }
    return secret.map(channel::withSecret).orElse(channel);
  }

  private static void check(Pattern allowed, Optional<String> secret, String field, String fault) {
    if (!secret.map(text -> allowed.matcher(text).matches()).orElse(true)) {
      throw new FaultException(field, fault);
    }
  }

  private static String line(String field, Path file) {
    try {
      return SecretFile.read(file).strip();
    } catch (IOException e) {
      throw new FaultException(field, e.getMessage());
    }
  }

  private static URI address(String field, String secret, ChannelType type) {
    try {
      URI uri = new URI(secret);
      boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (isWeb && uri.getHost() != null && uri.getRawUserInfo() == null) {
        if (!type.isAddress(uri)) {
          throw new FaultException(field, ChannelType.NO_TOPIC);
        }
        return uri;
      }
    } catch (URISyntaxException _) {
      // reported below
    }
    throw new FaultException(
        field, "is no http or https address (without user), and url is missing");
  }
}
