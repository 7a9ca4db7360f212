package io.pingdeck.web.rest;

import io.pingdeck.base.EpochNanos;
import io.pingdeck.base.Errno;
import io.pingdeck.base.FaultException;
import io.pingdeck.json.PingJson;
import io.pingdeck.json.SampleJson;
import io.pingdeck.packet.dns.DnsRcode;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sample.RttSource;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.stats.api.PingSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Formats for the export of samples, without rounding.
public enum ExportFormat {
  /// A header row, then one row per sample (RFC 4180). Undefined values are empty.
  CSV("text/csv", "csv") {
    @Override
    public String head(PingSnapshot ping) {
      return "seq,at,outcome,rttNanos,rttSource,lagNanos,ttl,untagged,error,"
          + "icmpType,icmpCode,icmpName,icmpFrom,icmpAfterNanos,icmpAfterTimeout,selfDelayed,"
          + "httpStatus,httpConnectNanos,httpTlsNanos,httpFirstByteNanos,"
          + "tlsFault,dnsRcode,dnsAnswers,afterTimeout,afterNanos,reason\r\n";
    }

    @Override
    String sample(Sample sample, boolean first) {
      return String.join(",", columns(sample)) + "\r\n";
    }
  },

  /// One object: the ping as in REST, and its samples.
  JSON("application/json", "json") {
    @Override
    public String head(PingSnapshot ping) {
      return "{\"ping\":" + PingJson.of(ping).encode() + ",\"samples\":[\n";
    }

    @Override
    String sample(Sample sample, boolean first) {
      return (first ? "" : ",\n") + new SampleJson().addWithoutPing(sample);
    }

    @Override
    String foot() {
      return "\n]}\n";
    }
  },

  /// One object per line and sample.
  NDJSON("application/x-ndjson", "ndjson") {
    @Override
    String sample(Sample sample, boolean first) {
      return new SampleJson().addWithoutPing(sample) + "\n";
    }
  };

  private final String mediaType;
  private final String ending;

  ExportFormat(String mediaType, String ending) {
    this.mediaType = mediaType;
    this.ending = ending;
  }

  /// @param name null means NDJSON
  static ExportFormat of(String name) {
    if (name == null) {
      return NDJSON;
    }
    for (ExportFormat format : values()) {
      if (format.ending.equals(name)) {
        return format;
      }
    }
    throw new FaultException("format", "must be csv, json, ndjson or irtt");
  }

  String mediaType() {
    return mediaType;
  }

  /// File extension, also the name of the format in requests.
  String ending() {
    return ending;
  }

  public String head(PingSnapshot ping) {
    return "";
  }

  String foot() {
    return "";
  }

  abstract String sample(Sample sample, boolean first);

  /// @param first whether no sample was written before
  String samples(List<Sample> samples, boolean first) {
    StringBuilder text = new StringBuilder();
    for (Sample sample : samples) {
      text.append(sample(sample, first && text.isEmpty()));
    }
    return text.toString();
  }

  private static List<String> columns(Sample sample) {
    Optional<IcmpError> error = sample.icmpError();
    return List.of(
        Long.toString(sample.sequence()),
        EpochNanos.instant(sample.sentEpochNanos()).toString(),
        sample.outcome().json(),
        text(sample.rttNanos()),
        sample.rttSource().map(RttSource::json).orElse(""),
        Long.toString(sample.lagNanos()),
        sample.hopLimit() == 0 ? "" : Integer.toString(sample.hopLimit()),
        sample.untagged() ? "true" : "",
        sample.errno() == 0 ? "" : Errno.name(sample.errno()),
        error.map(e -> Integer.toString(e.type())).orElse(""),
        error.map(e -> Integer.toString(e.code())).orElse(""),
        error.map(IcmpError::name).orElse(""),
        error.map(e -> e.from().host()).orElse(""),
        error.map(e -> text(e.afterNanos())).orElse(""),
        error.filter(IcmpError::afterTimeout).isPresent() ? "true" : "",
        sample.selfDelayed() ? "true" : "",
        columns(sample.answer()),
        sample.lateNanos().isPresent() ? "true" : "",
        text(sample.lateNanos()),
        quoted(sample.answer().map(ExportFormat::reason).orElse("")));
  }

  private static String reason(Response answer) {
    return switch (answer) {
      case Response.Http http -> http.reason().orElse("");
      case Response.Smtp smtp -> smtp.reason();
      case Response.Malformed malformed -> malformed.reason();
      case Response.Tls _, Response.Dns _, Response.Banner _, Response.From _, Response.Echo _ ->
          "";
    };
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /// Numbers and names only, because a banner may contain arbitrary bytes of the server.
  private static String columns(Optional<Response> answer) {
    return switch (answer.orElse(null)) {
      case null -> ",,,,,,";
      case Response.Http http ->
          String.join(
              ",",
              Integer.toString(http.status()),
              Long.toString(http.connectNanos()),
              text(http.tlsNanos()),
              Long.toString(http.firstByteNanos()),
              ",,");
      case Response.Tls tls -> ",,,," + tls.fault().json() + ",,";
      case Response.Dns dns -> ",,,,," + DnsRcode.name(dns.rcode()) + "," + dns.answers();
      case Response.Banner _,
          Response.Smtp _,
          Response.Malformed _,
          Response.From _,
          Response.Echo _ ->
          ",,,,,,";
    };
  }

  private static String text(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
  }
}
