package io.pingdeck.web;

import io.pingdeck.probe.SampleBatch;
import java.util.List;
import java.util.Set;

/// The samples that came within one tick of the live feed. They become text when the first client
/// wants them, and then once for all clients.
final class FeedTick {
  private final long seq;
  private final List<SampleBatch> batches;
  private final int size;
  private String text;
  private int[] ends;

  FeedTick(long seq, List<SampleBatch> batches) {
    this.seq = seq;
    this.batches = List.copyOf(batches);
    this.size = batches.stream().mapToInt(SampleBatch::size).sum();
  }

  long seq() {
    return seq;
  }

  int size() {
    return size;
  }

  /// Appends the selected samples to the items of a JSON array.
  ///
  /// @return how many there were
  int appendTo(StringBuilder items, Selection selection, Set<Long> newest) {
    int appended = 0;
    int index = 0;
    for (SampleBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++, index++) {
        if (selection.has(batch.ping(i), newest)) {
          encode();
          items.append(items.isEmpty() ? "" : ",");
          items.append(text, index == 0 ? 0 : ends[index - 1], ends[index]);
          appended++;
        }
      }
    }
    return appended;
  }

  private void encode() {
    if (text != null) {
      return;
    }
    SampleJson json = new SampleJson();
    ends = new int[size];
    int index = 0;
    for (SampleBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        ends[index++] = json.add(batch.sample(i)).length();
      }
    }
    text = json.toString();
  }
}
