package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.Fault;
import io.pingdeck.base.GivenText;
import io.pingdeck.ping.target.HttpMethod;
import io.pingdeck.ping.target.Protocol;
import io.pingdeck.ping.target.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The HTTP part of a [PingRequest], as defined by [HttpOptions].
public record HttpForm(
    OptionalInt follow,
    Optional<String> keyword,
    Optional<String> keywordAbsent,
    Optional<Boolean> insecure,
    Optional<String> headerFile,
    Optional<String> userFile,
    Optional<String> certFile,
    Optional<String> keyFile) {
  private static final int MAX_TEXT = 200;

  public static final HttpForm EMPTY =
      new HttpForm(
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public HttpForm {
    requireNonNull(follow, "follow");
    requireNonNull(keyword, "keyword");
    requireNonNull(keywordAbsent, "keywordAbsent");
    requireNonNull(insecure, "insecure");
    requireNonNull(headerFile, "headerFile");
    requireNonNull(userFile, "userFile");
    requireNonNull(certFile, "certFile");
    requireNonNull(keyFile, "keyFile");
  }

  /// The part that applies to pings of this protocol.
  HttpForm of(Protocol protocol) {
    if (protocol == Protocol.HTTPS) {
      return this;
    }
    return protocol == Protocol.HTTP
        ? new HttpForm(
            follow,
            keyword,
            keywordAbsent,
            insecure,
            headerFile,
            userFile,
            Optional.empty(),
            Optional.empty())
        : EMPTY;
  }

  /// @param faults receives the faults
  /// @return the options; meaningless if there are faults
  HttpOptions check(Target target, HttpMethod method, List<Fault> faults) {
    int before = faults.size();
    Protocol protocol = target.protocol();
    if (!protocol.isHttp()) {
      given("follow", follow.isPresent(), protocol, "http and https", faults);
      given("keyword", keyword.isPresent(), protocol, "http and https", faults);
      given("keywordAbsent", keywordAbsent.isPresent(), protocol, "http and https", faults);
      given("headerFile", headerFile.isPresent(), protocol, "http and https", faults);
      given("userFile", userFile.isPresent(), protocol, "http and https", faults);
    }
    // A redirect may lead from http to https.
    if (!protocol.isHttp()) {
      given("insecure", insecure.isPresent(), protocol, "http and https", faults);
    }
    if (protocol != Protocol.HTTPS) {
      given("certFile", certFile.isPresent(), protocol, "https", faults);
      given("keyFile", keyFile.isPresent(), protocol, "https", faults);
    }
    follow.ifPresent(n -> {
      if (n < 0 || n > HttpOptions.MAX_FOLLOW) {
        faults.add(new Fault("follow", n + " is out of range (0-" + HttpOptions.MAX_FOLLOW + ")"));
      }
    });
    text("keyword", keyword, faults);
    text("keywordAbsent", keywordAbsent, faults);
    if (method == HttpMethod.HEAD && (keyword.isPresent() || keywordAbsent.isPresent())) {
      faults.add(new Fault("keyword", "needs the body, which HEAD does not request"));
    }
    for (String field : List.of("headerFile", "userFile", "certFile", "keyFile")) {
      text(field, file(field), faults);
    }
    if (certFile.isPresent() != keyFile.isPresent()) {
      faults.add(
          new Fault(
              certFile.isPresent() ? "keyFile" : "certFile",
              "is missing: a certificate and its key belong together"));
    }
    return faults.size() > before
        ? HttpOptions.NONE
        : new HttpOptions(
            follow.orElse(0),
            keyword,
            keywordAbsent,
            insecure.orElse(false),
            headerFile,
            userFile,
            certFile,
            keyFile);
  }

  private Optional<String> file(String field) {
    return switch (field) {
      case "headerFile" -> headerFile;
      case "userFile" -> userFile;
      case "certFile" -> certFile;
      default -> keyFile;
    };
  }

  private static void given(
      String field, boolean given, Protocol protocol, String which, List<Fault> faults) {
    if (given) {
      faults.add(
          new Fault(
              field,
              "is for %s targets only: leave it out for %s".formatted(which, protocol.scheme())));
    }
  }

  private static void text(String field, Optional<String> given, List<Fault> faults) {
    if (given.isEmpty()) {
      return;
    }
    String text = given.get();
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      faults.add(
          new Fault(field, text.length() + " characters are not allowed (1-" + MAX_TEXT + ")"));
    } else if (!text.codePoints().allMatch(GivenText::isVisible)) {
      faults.add(new Fault(field, GivenText.show(text) + " has unprintable characters"));
    }
  }
}
