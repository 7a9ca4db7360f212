package io.pingdeck.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pingdeck.base.EpochNanos;
import io.pingdeck.base.Errno;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.dns.DnsRcode;
import io.pingdeck.packet.icmp.MplsLabel;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.TlsDetails;
import io.pingdeck.ping.sample.TlsFault;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Samples as JSON text. Streamed, because a live feed writes 100,000 of them per second.
public final class SampleJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  public SampleJson() {
    try {
      json = FACTORY.createGenerator(text);
      json.setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Appends a sample with its ping's name, without a separator.
  public SampleJson add(Sample sample) {
    return add(sample, sample.ping().toString(), "");
  }

  /// Appends a sample without its ping, for readers that know it.
  public SampleJson addWithoutPing(Sample sample) {
    return add(sample, "", "");
  }

  /// Appends a sample without its ping, with the source of the reply.
  ///
  /// @param from empty for a sample that is not a reply
  public SampleJson addWithoutPing(Sample sample, String from) {
    return add(sample, "", from);
  }

  /// Returns the written text and resets the buffer.
  public String take() {
    String written = text.toString();
    text.getBuffer().setLength(0);
    return written;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private SampleJson add(Sample sample, String ping, String from) {
    try {
      json.writeStartObject();
      if (!ping.isEmpty()) {
        json.writeStringField("ping", ping);
      }
      fields(sample, from);
      json.writeEndObject();
      json.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fields(Sample sample, String from) throws IOException {
    json.writeNumberField("seq", sample.sequence());
    json.writeStringField("at", EpochNanos.instant(sample.sentEpochNanos()).toString());
    json.writeStringField("outcome", sample.outcome().json());
    if (sample.rttNanos().isPresent()) {
      json.writeNumberField("rttNanos", sample.rttNanos().getAsLong());
    }
    if (sample.rttSource().isPresent()) {
      json.writeStringField("rttSource", sample.rttSource().get().json());
    }
    if (!from.isEmpty()) {
      json.writeStringField("from", from);
    }
    if (sample.lateNanos().isPresent()) {
      json.writeBooleanField("afterTimeout", true);
      json.writeNumberField("afterNanos", sample.lateNanos().getAsLong());
    }
    json.writeNumberField("lagNanos", sample.lagNanos());
    if (sample.untagged()) {
      json.writeBooleanField("untagged", true);
    }
    if (sample.selfDelayed()) {
      json.writeBooleanField("selfDelayed", true);
    }
    if (sample.hopLimit() > 0) {
      json.writeNumberField("ttl", sample.hopLimit());
    }
    if (sample.errno() != 0) {
      json.writeStringField("error", Errno.name(sample.errno()));
    }
    if (sample.icmpError().isPresent()) {
      icmp(sample.icmpError().get());
    }
    if (sample.answer().isPresent()) {
      answer(sample.answer().get());
    }
  }

  private void icmp(IcmpError error) throws IOException {
    json.writeObjectFieldStart("icmp");
    json.writeNumberField("type", error.type());
    json.writeNumberField("code", error.code());
    json.writeStringField("name", error.name());
    json.writeStringField("from", error.from().host());
    if (error.info() != 0) {
      json.writeNumberField("info", error.info());
    }
    if (error.afterNanos().isPresent()) {
      json.writeNumberField("afterNanos", error.afterNanos().getAsLong());
    }
    if (error.afterTimeout()) {
      json.writeBooleanField("afterTimeout", true);
    }
    if (!error.mplsLabels().isEmpty()) {
      json.writeArrayFieldStart("mpls");
      for (MplsLabel label : error.mplsLabels()) {
        json.writeStartObject();
        json.writeNumberField("label", label.label());
        json.writeNumberField("trafficClass", label.trafficClass());
        json.writeNumberField("ttl", label.timeToLive());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void answer(Response answer) throws IOException {
    switch (answer) {
      case Response.Http http -> http(http);
      case Response.Tls(TlsFault fault, Optional<Instant> expiry, Optional<String> alert) -> {
        json.writeObjectFieldStart("tls");
        json.writeStringField("fault", fault.json());
        if (alert.isPresent()) {
          json.writeStringField("alert", alert.get());
        }
        expiry(expiry);
        json.writeEndObject();
      }
      case Response.Dns(int rcode, int answers, boolean truncated, OptionalLong after, _, _) -> {
        json.writeObjectFieldStart("dns");
        json.writeStringField("rcode", DnsRcode.name(rcode));
        json.writeNumberField("answers", answers);
        if (truncated) {
          json.writeBooleanField("truncated", true);
        }
        if (after.isPresent()) {
          json.writeNumberField("afterNanos", after.getAsLong());
        }
        json.writeEndObject();
      }
      case Response.Smtp smtp -> smtp(smtp);
      case Response.Banner(String text) -> json.writeStringField("banner", text);
      case Response.Echo(String text) -> json.writeStringField("echo", text);
      case Response.Malformed(String reason) -> json.writeStringField("reason", reason);
      case Response.From(Endpoint from) -> json.writeStringField("answeredBy", from.host());
    }
  }

  private void http(Response.Http http) throws IOException {
    json.writeObjectFieldStart("http");
    json.writeNumberField("status", http.status());
    json.writeNumberField("connectNanos", http.connectNanos());
    if (http.tlsNanos().isPresent()) {
      json.writeNumberField("tlsNanos", http.tlsNanos().getAsLong());
    }
    json.writeNumberField("firstByteNanos", http.firstByteNanos());
    json.writeNumberField("totalNanos", http.totalNanos());
    expiry(http.certificateExpiry());
    if (http.redirects() > 0) {
      json.writeNumberField("redirects", http.redirects());
    }
    if (http.leftTls()) {
      json.writeBooleanField("leftTls", true);
    }
    json.writeEndObject();
    if (http.reason().isPresent()) {
      json.writeStringField("reason", http.reason().get());
    }
  }

  private void smtp(Response.Smtp smtp) throws IOException {
    if (!smtp.said().isEmpty()) {
      json.writeStringField("banner", smtp.said());
    }
    if (!smtp.reason().isEmpty()) {
      json.writeStringField("reason", smtp.reason());
    }
    if (smtp.tls().isPresent()) {
      TlsDetails tls = smtp.tls().get();
      json.writeObjectFieldStart("starttls");
      json.writeStringField("version", tls.version());
      expiry(Optional.of(tls.certificateExpiry()));
      json.writeEndObject();
    }
  }

  private void expiry(Optional<Instant> expiry) throws IOException {
    if (expiry.isPresent()) {
      json.writeStringField("certificateExpiresAt", expiry.get().toString());
    }
  }
}
