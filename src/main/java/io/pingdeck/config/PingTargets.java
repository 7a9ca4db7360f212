package io.pingdeck.config;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.ping.api.HttpForm;
import io.pingdeck.ping.api.PingFormBuilder;
import io.pingdeck.ping.api.PingRequest;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.PingId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/// The key `ping.targets`: the pings that run from the start. Each has the fields of a ping's form.
final class PingTargets {
  private PingTargets() {}

  static List<PingSpec> read(Section s, List<PingSpec> missing) {
    Set<PingId> ids = new HashSet<>();
    List<PingSpec> pings = new ArrayList<>();
    for (Optional<PingSpec> ping :
        s.sections(
            "targets",
            missing.stream().map(Optional::of).toList(),
            Optional.<PingSpec>empty(),
            (section, _) -> ping(section, ids))) {
      ping.ifPresent(pings::add);
    }
    return pings;
  }

  /// @param ids those of the pings before; gets this one's
  /// @return empty if it has a fault
  private static Optional<PingSpec> ping(Section s, Set<PingId> ids) {
    PingRequest form = form(s);
    try {
      PingSpec ping = form.check(id(form));
      if (!ids.add(ping.id())) {
        s.fault("target", "is listed twice by this name: give one of the pings another name");
      }
      return Optional.of(ping);
    } catch (FaultException e) {
      for (Fault fault : e.faults()) {
        s.fault(fault.field(), fault.message());
      }
      return Optional.empty();
    }
  }

  private static PingRequest form(Section s) {
    return new PingFormBuilder()
        .target(text(s, "target"))
        .name(text(s, "name"))
        .tags(Optional.of(s.values("tags", List.of(), Function.identity())))
        .interval(text(s, "interval"))
        .timeout(text(s, "timeout"))
        .count(count(s))
        .size(number(s, "size"))
        .family(text(s, "family"))
        .ttl(number(s, "ttl"))
        .tos(number(s, "tos"))
        .mode(text(s, "mode"))
        .method(text(s, "method"))
        .expect(text(s, "expect"))
        .queryType(text(s, "queryType"))
        .http(
            new HttpForm(
                number(s, "follow"),
                text(s, "keyword"),
                text(s, "keywordAbsent"),
                s.value("insecure", Optional.empty(), text -> Optional.of(Values.truth(text))),
                text(s, "headerFile"),
                text(s, "userFile"),
                text(s, "certFile"),
                text(s, "keyFile")))
        .pin(s.value("pin", false, Values::truth))
        .build();
  }

  private static Optional<String> text(Section s, String key) {
    return s.value(key, Optional.empty(), Optional::of);
  }

  private static OptionalInt number(Section s, String key) {
    return s.value(
        key,
        OptionalInt.empty(),
        text -> OptionalInt.of(Values.between(0, Integer.MAX_VALUE).apply(text)));
  }

  private static OptionalLong count(Section s) {
    OptionalInt count = number(s, "count");
    return count.isPresent() ? OptionalLong.of(count.getAsInt()) : OptionalLong.empty();
  }

  /// The same in every run, so that the ping of an earlier run is found and its history goes on.
  private static PingId id(PingRequest form) {
    String named = form.target().orElse("") + '\n' + form.name().orElse("");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
      long value = 0;
      for (int i = 0; i < PingId.BYTES; i++) {
        value = value << Byte.SIZE | hash[i] & 0xff;
      }
      return new PingId(value);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
