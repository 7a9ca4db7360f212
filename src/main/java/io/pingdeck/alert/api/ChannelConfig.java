package io.pingdeck.alert.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// A receiver of alerts. Only the configuration sets it, so that access to the page does not allow
/// anyone to make the server call another.
///
/// @param url empty if the secret is the address
/// @param secret a token, or an address that is itself a secret
/// @param secretFile the file whose first line is the secret
/// @param to whom the message is for, where one address serves many: Telegram's chat
/// @param body the body of a webhook; empty for the usual one
public record ChannelConfig(
    String name,
    ChannelType type,
    Optional<URI> url,
    Optional<String> secret,
    Optional<Path> secretFile,
    Optional<String> to,
    Optional<BodyTemplate> body) {
  /// Source of the keys that a channel leaves out.
  public static final ChannelConfig BLANK =
      new ChannelConfig(
          "",
          ChannelType.WEBHOOK,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public ChannelConfig {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(url, "url");
    requireNonNull(secret, "secret");
    requireNonNull(secretFile, "secretFile");
    requireNonNull(to, "to");
    requireNonNull(body, "body");
  }

  /// The same with an address that is itself the secret.
  public ChannelConfig withAddress(URI address) {
    return new ChannelConfig(
        name, type, Optional.of(address), Optional.empty(), Optional.empty(), to, body);
  }

  /// The same with this secret.
  public ChannelConfig withSecret(String text) {
    return new ChannelConfig(name, type, url, Optional.of(text), Optional.empty(), to, body);
  }

  /// Without the secret.
  @Override
  public String toString() {
    return type.json() + " " + name;
  }
}
