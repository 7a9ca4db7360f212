package io.pingdeck.cli.print;

import static java.util.Objects.requireNonNull;

import io.pingdeck.json.PingJson;
import io.pingdeck.json.SampleJson;
import io.pingdeck.ping.api.AddressChange;
import io.pingdeck.ping.api.PingInfo;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.Sample;
import io.pingdeck.ping.sample.SampleBatch;
import io.pingdeck.stats.api.PingSnapshot;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;

/// Prints one JSON object per line: each probe, then `{"summary":{...}}`. Keys are those of REST;
/// an undefined value has no key.
public final class JsonPrinter implements PingPrinter {
  private final PrintWriter out;
  private final boolean quiet;
  private final SampleJson json = new SampleJson();
  private final SentTo sentTo = new SentTo();

  /// @param quiet omits the lines of probes; required for several targets, because these lines do
  ///   not name theirs
  public JsonPrinter(PrintWriter out, boolean quiet) {
    this.out = requireNonNull(out, "out");
    this.quiet = quiet;
  }

  @Override
  public void start(List<ResolvedPing> pings) {
    sentTo.start(pings.getFirst().address());
  }

  @Override
  public void sample(SampleBatch batch, int i) {
    if (!quiet) {
      Sample sample = batch.sample(i);
      String from = sample.outcome().hasRtt() ? sentTo.at(sample.sentEpochNanos()) : "";
      out.println(json.addWithoutPing(sample, from).take());
    }
  }

  @Override
  public void bareError(BareIcmpError error) {
    if (!quiet) {
      out.println(new JsonObject().put("bareIcmpError", PingJson.bareError(error)).encode());
    }
  }

  @Override
  public void addressChanged(PingInfo ping) {
    AddressChange change = ping.changes().getLast();
    sentTo.changed(change);
    JsonObject changed =
        new JsonObject()
            .put("target", ping.spec().target().toString())
            .mergeIn(PingJson.addressChange(change));
    out.println(new JsonObject().put("addressChanged", changed).encode());
  }

  @Override
  public void summary(PingSnapshot snapshot) {
    out.println(new JsonObject().put("summary", PingJson.summary(snapshot)).encode());
  }
}
