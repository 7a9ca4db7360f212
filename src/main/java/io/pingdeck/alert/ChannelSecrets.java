package io.pingdeck.alert;

import io.pingdeck.alert.api.ChannelConfig;
import io.pingdeck.base.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the secrets of channels from their files. Blocks.
public final class ChannelSecrets {
  private ChannelSecrets() {}

  /// @param home folder that relative paths refer to
  /// @throws FaultException if a file cannot be read, or holds no address where one is needed
  public static List<ChannelConfig> read(List<ChannelConfig> channels, Path home) {
    List<ChannelConfig> read = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      String field = "alerts.channels." + i + ".secretFile";
      ChannelConfig channel = channels.get(i);
      ChannelConfig known =
          channel.secretFile().isPresent()
              ? channel.withSecret(line(field, home.resolve(channel.secretFile().get())))
              : channel;
      boolean isAddress = known.url().isEmpty() && known.to().isEmpty();
      if (isAddress && known.secret().filter(ChannelSecrets::isWebAddress).isEmpty()) {
        throw new FaultException(field, "is no http or https address, and url is missing");
      }
      read.add(known);
    }
    return read;
  }

  private static String line(String field, Path file) {
    try {
      String line = Files.readString(file).lines().findFirst().orElse("").strip();
      if (line.isEmpty()) {
        throw new FaultException(field, file + " is empty");
      }
      return line;
    } catch (IOException e) {
      throw new FaultException(field, "cannot read " + file + ": " + e.getMessage());
    }
  }

  private static boolean isWebAddress(String text) {
    return text.matches("https?://[^\\s/]+.*");
  }
}
