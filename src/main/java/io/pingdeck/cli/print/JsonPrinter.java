package io.pingdeck.cli.print;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pingdeck.base.EpochNanos;
import io.pingdeck.base.Errno;
import io.pingdeck.packet.icmp.MplsLabel;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.PlannedPing;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.PingCounters;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import io.pingdeck.stats.rtt.RttSummary;
import java.io.PrintWriter;
import java.util.List;

/// One JSON object a line: each probe, then `{"summary":{...}}`. The keys are REST's; an absent
/// value is an absent key.
public final class JsonPrinter implements PingPrinter {
  private final PrintWriter out;
  private final boolean quiet;
  private final SentTo sentTo = new SentTo();

  /// @param quiet leaves out the probes' lines; needed where there are several targets, because
  ///   these lines do not name theirs
  public JsonPrinter(PrintWriter out, boolean quiet) {
    this.out = requireNonNull(out, "out");
    this.quiet = quiet;
  }

  @Override
  public void start(List<PlannedPing> pings) {
    sentTo.start(pings.getFirst().address());
  }

  @Override
  public void sample(SampleBatch batch, int i) {
    if (!quiet) {
      out.println(json(batch.sample(i)));
    }
  }

  @Override
  public void bareError(BareIcmpError error) {
    if (!quiet) {
      ObjectNode json = object();
      json.putObject("bareIcmpError")
          .put("at", EpochNanos.instant(error.atEpochNanos()).toString())
          .put("type", error.type())
          .put("code", error.code())
          .put("name", error.name())
          .put("from", error.from().host());
      out.println(json);
    }
  }

  @Override
  public void addressChanged(PingInfo ping) {
    AddressChange change = ping.changes().getLast();
    sentTo.changed(change);
    ObjectNode line = object();
    line.putObject("addressChanged")
        .put("target", ping.spec().target().toString())
        .put("at", change.at().toString())
        .put("from", change.from().toString())
        .put("to", change.to().toString())
        .put("reason", change.reason());
    out.println(line);
  }

  private ObjectNode json(Sample sample) {
    ObjectNode json = object();
    json.put("seq", sample.sequence());
    json.put("at", EpochNanos.instant(sample.sentEpochNanos()).toString());
    json.put("outcome", sample.outcome().json());
    sample.rttNanos().ifPresent(nanos -> json.put("rttNanos", nanos));
    sample.rttSource().ifPresent(source -> json.put("rttSource", source.json()));
    if (sample.outcome().hasRtt()) {
      json.put("from", sentTo.at(sample.sentEpochNanos()));
    }
    sample.lateNanos().ifPresent(nanos -> json.put("afterTimeout", true).put("afterNanos", nanos));
    json.put("lagNanos", sample.lagNanos());
    if (sample.selfDelayed()) {
      json.put("selfDelayed", true);
    }
    if (sample.untagged()) {
      json.put("untagged", true);
    }
    if (sample.hopLimit() != 0) {
      json.put("ttl", sample.hopLimit());
    }
    if (sample.errno() != 0) {
      json.put("error", Errno.name(sample.errno()));
    }
    sample.icmpError().ifPresent(error -> json.set("icmp", json(error)));
    sample.answer().ifPresent(answer -> AnswerText.put(answer, json));
    return json;
  }

  private static ObjectNode json(IcmpError error) {
    ObjectNode json = object();
    json.put("type", error.type());
    json.put("code", error.code());
    json.put("name", error.name());
    json.put("from", error.from().host());
    if (error.info() != 0) {
      json.put("info", error.info());
    }
    error.afterNanos().ifPresent(nanos -> json.put("afterNanos", nanos));
    if (error.afterTimeout()) {
      json.put("afterTimeout", true);
    }
    if (!error.mplsLabels().isEmpty()) {
      ArrayNode labels = json.putArray("mpls");
      for (MplsLabel label : error.mplsLabels()) {
        labels
            .addObject()
            .put("label", label.label())
            .put("trafficClass", label.trafficClass())
            .put("ttl", label.timeToLive());
      }
    }
    return json;
  }

  @Override
  public void summary(PingSnapshot snapshot) {
    PingCounters counters = snapshot.counters();
    ObjectNode json = object();
    json.put("target", snapshot.info().spec().target().toString());
    json.put("address", snapshot.info().address().toString());
    if (!snapshot.info().others().isEmpty()) {
      ArrayNode others = json.putArray("otherAddresses");
      snapshot.info().others().forEach(other -> others.add(other.toString()));
    }
    counters(json, counters);
    counters.lossPercent().ifPresent(percent -> json.put("lossPercent", percent));
    snapshot.rtt().ifPresent(rtt -> json.set("rttNanos", json(rtt)));
    snapshot.jitterNanos().ifPresent(nanos -> json.put("jitterNanos", Math.round(nanos)));
    snapshot
        .ipdvMeanAbsoluteNanos()
        .ifPresent(nanos -> json.put("ipdvMeanAbsoluteNanos", Math.round(nanos)));
    out.println(object().set("summary", json).toString());
  }

  private static void counters(ObjectNode json, PingCounters counters) {
    json.put("planned", counters.planned());
    json.put("sent", counters.sent());
    counters.outcomes().forEach(json::put);
    json.put("inFlight", counters.inFlight());
    json.put("skipped", counters.skipped());
    json.put("duplicates", counters.duplicates());
    json.put("reordered", counters.reordered());
    json.put("corrupt", counters.corrupt());
    json.put("wrongSource", counters.wrongSource());
    json.put("conflicts", counters.conflicts());
  }

  private static ObjectNode json(RttSummary rtt) {
    ObjectNode json = object();
    json.put("count", rtt.count());
    json.put("min", rtt.min());
    json.put("mean", Math.round(rtt.mean()));
    json.put("median", rtt.median());
    json.put("p95", rtt.p95());
    json.put("p99", rtt.p99());
    json.put("max", rtt.max());
    json.put("stddev", Math.round(rtt.stddev()));
    return json;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
