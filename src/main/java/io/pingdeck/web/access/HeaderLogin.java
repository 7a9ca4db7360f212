package io.pingdeck.web.access;

import static java.util.Objects.requireNonNull;

import io.pingdeck.user.api.Caller;
import io.pingdeck.user.api.Role;
import io.pingdeck.web.http.ClientAddress;
import io.pingdeck.web.http.ForeignName;
import io.pingdeck.web.http.TrustedHeader;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.HttpException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who makes a request, as the header of a trusted proxy says. From anybody else such a header is
/// refused, so that a proxy that is not trusted, or passed by, is noticed.
final class HeaderLogin {
  private static final int LONGEST_GROUPS = 4096;

  private final TrustedHeader config;
  private final ClientAddress addresses;

  HeaderLogin(TrustedHeader config, ClientAddress addresses) {
    this.config = requireNonNull(config, "config");
    this.addresses = requireNonNull(addresses, "addresses");
  }

  /// @return empty if the header is missing
  /// @throws HttpException 401 or 403 for one that cannot be believed
  Optional<Caller> caller(HttpServerRequest request) {
    List<String> names = request.headers().getAll(config.user());
    List<String> groups =
        config.groups().map(header -> request.headers().getAll(header)).orElse(List.of());
    if (names.isEmpty() && groups.isEmpty()) {
      return Optional.empty();
    }
    if (!addresses.isByProxy(request)) {
      throw new HttpException(
          403, config.user() + " is believed from web.trustedProxies alone; leave it out");
    }
    if (names.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(caller(names, groups));
  }

  private Caller caller(List<String> names, List<String> groups) {
    if (names.size() > 1 || groups.size() > 1) {
      throw new HttpException(
          401, "the proxy sent a header twice, so one of them may be the client's own");
    }
    String name =
        ForeignName.of(utf8(names.getFirst()))
            .filter(given -> given.indexOf(',') < 0) // two headers that the proxy joined
            .orElseThrow(() ->
                new HttpException(
                    401, "the proxy sent no usable name in " + config.user() + " (1-64 letters)"));
    String list = groups.isEmpty() ? "" : utf8(groups.getFirst());
    if (list.length() > LONGEST_GROUPS) {
      throw new HttpException(
          401, "the proxy sent a header with more than " + LONGEST_GROUPS + " characters");
    }
    Role role =
        config
            .roles()
            .of(Stream.of(list.split(",")).map(String::strip).toList())
            .orElseThrow(() ->
                new HttpException(
                    403, name + " has no role here: no group gives one (web.trustedHeader.roles)"));
    return new Caller("proxy:" + name, role, Caller.Proof.PROXY);
  }

  /// Names are UTF-8 in practice, while the HTTP server decodes a header as ISO 8859-1.
  private static String utf8(String header) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return header;
    }
  }
}
