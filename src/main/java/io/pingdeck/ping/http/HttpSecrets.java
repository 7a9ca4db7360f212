package io.pingdeck.ping.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.base.FaultException;
import io.pingdeck.ping.api.HttpOptions;
import io.pingdeck.ping.tls.ClientKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;

/// Contents of the files of one ping's [HttpOptions]. Never displayed.
final class HttpSecrets {
  static final HttpSecrets NONE = new HttpSecrets(List.of(), Optional.empty());

  /// RFC 9110 sections 5.1 and 5.5.
  private static final Pattern FIELD =
      Pattern.compile(
          "([!#$%&'*+.^_`|~0-9A-Za-z-]+):["
              + " \\t]*([\\x21-\\x7e](?:[\\x20-\\x7e\\t]*[\\x21-\\x7e])?)?");

  /// They frame the message or are set by the probe itself.
  private static final Set<String> OURS =
      Set.of("connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer");

  private final List<String> fields;
  private final Optional<KeyManager> key;

  private HttpSecrets(List<String> fields, Optional<KeyManager> key) {
    this.fields = List.copyOf(fields);
    this.key = key;
  }

  /// @throws FaultException of the field whose file cannot be read or used
  static HttpSecrets load(HttpOptions options, SecretFiles files) {
    if (!options.hasFiles()) {
      return NONE;
    }
    List<String> fields = new ArrayList<>();
    options.headerFile().ifPresent(name -> fields.addAll(headers(files.read("headerFile", name))));
    options.userFile().ifPresent(name -> fields.add(basic(files.read("userFile", name))));
    return new HttpSecrets(
        fields,
        options
            .certFile()
            .map(cert ->
                ClientKey.of(
                    files.read("certFile", cert),
                    files.read("keyFile", options.keyFile().orElseThrow()))));
  }

  private static List<String> headers(String text) {
    List<String> fields = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      Matcher matcher = FIELD.matcher(line.strip());
      if (!matcher.matches()) {
        throw new FaultException("headerFile", "line " + number + " is no field: Name: value");
      }
      if (OURS.contains(matcher.group(1).toLowerCase(Locale.ROOT))) {
        throw new FaultException(
            "headerFile",
            "line " + number + ": " + matcher.group(1) + " is a field that Pingdeck sets");
      }
      fields.add(line.strip());
    }
    return fields;
  }

  private static String basic(String text) {
    String line = text.lines().findFirst().orElse("");
    if (line.indexOf(':') < 1 || line.chars().anyMatch(Character::isISOControl)) {
      throw new FaultException("userFile", "the first line is not user:password");
    }
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(line.getBytes(UTF_8));
  }

  /// Header lines without line ends.
  List<String> fields() {
    return fields;
  }

  Optional<KeyManager> key() {
    return key;
  }

  @Override
  public String toString() {
    return "HttpSecrets"; // never prints the contents
  }
}
