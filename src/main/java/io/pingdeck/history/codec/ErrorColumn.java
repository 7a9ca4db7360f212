package io.pingdeck.history.codec;

import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.packet.icmp.MplsLabel;
import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.SampleColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Encodes the ICMP errors of a [SampleBlock]. Errors repeat except for their time, so each sample
/// has an index. The first use of an index is followed by the error; the time follows in every
/// case.
///
/// ```
/// index
/// error   type, code, address, port, scope, info, number of MPLS labels; per label:
///         label, traffic class, bottom of stack, time to live
/// time    0 if unknown; otherwise 1, or 2 for an error after the timeout, then the difference to
///         the previous time
/// ```
final class ErrorColumn {
  private ErrorColumn() {}

  static void write(SampleColumns c, VarWriter out) {
    Map<IcmpError, Integer> known = new HashMap<>();
    long last = 0;
    for (int i = 0; i < c.size; i++) {
      if (c.outcome(i) == Outcome.ICMP_ERROR) {
        IcmpError error = timeless(c.icmpErrors[i]);
        Integer index = known.putIfAbsent(error, known.size());
        out.unsigned(index == null ? known.size() - 1 : index);
        if (index == null) {
          write(error, out);
        }
        OptionalLong after = c.icmpErrors[i].afterNanos();
        out.unsigned(after.isEmpty() ? 0 : c.icmpErrors[i].afterTimeout() ? 2 : 1);
        if (after.isPresent()) {
          out.signed(after.getAsLong() - last);
          last = after.getAsLong();
        }
      }
    }
  }

  static void read(VarReader in, SampleColumns c, int start) {
    List<IcmpError> known = new ArrayList<>();
    long last = 0;
    for (int i = start; i < c.size; i++) {
      c.icmpErrors[i] = null;
      if (c.outcome(i) == Outcome.ICMP_ERROR) {
        int index = in.small();
        if (index == known.size()) {
          known.add(read(in));
        }
        c.icmpErrors[i] = known.get(index);
        long time = in.unsigned();
        if (time != 0) {
          last += in.signed();
          IcmpError error = known.get(index);
          c.icmpErrors[i] = time == 2 ? error.late(last) : error.after(last);
        }
      }
    }
  }

  private static IcmpError timeless(IcmpError error) {
    return new IcmpError(
        error.type(), error.code(), error.from(), error.info(), error.mplsLabels());
  }

  private static void write(IcmpError error, VarWriter out) {
    out.unsigned(error.type());
    out.unsigned(error.code());
    out.fixed(error.from().high());
    out.fixed(error.from().low());
    out.unsigned(error.from().port());
    out.unsigned(error.from().scope());
    out.unsigned(error.info());
    out.unsigned(error.mplsLabels().size());
    for (MplsLabel label : error.mplsLabels()) {
      out.unsigned(label.label());
      out.unsigned(label.trafficClass());
      out.unsigned(label.bottomOfStack() ? 1 : 0);
      out.unsigned(label.timeToLive());
    }
  }

  private static IcmpError read(VarReader in) {
    int type = in.small();
    int code = in.small();
    Endpoint from = new Endpoint(in.fixed(), in.fixed(), in.small(), in.small());
    long info = in.unsigned();
    List<MplsLabel> labels = new ArrayList<>();
    for (int count = in.count(32); count > 0; count--) {
      labels.add(new MplsLabel(in.small(), in.small(), in.unsigned() == 1, in.small()));
    }
    return new IcmpError(type, code, from, info, labels);
  }
}
