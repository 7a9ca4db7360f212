package io.pingdeck.web.live;

import io.pingdeck.json.SampleJson;
import io.pingdeck.ping.sample.SampleBatch;
import java.util.List;
import java.util.Set;

/// The samples that arrived within one tick of the live feed. Each is encoded lazily, and then once
/// for all clients.
final class FeedTick {
  private final long seq;
  private final List<SampleBatch> batches;
  private final int size;
  private final SampleJson json = new SampleJson();
  private String[] texts; // null until one is needed

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
  /// @return the number of samples appended
  int appendTo(StringBuilder items, Subscription subscription, Set<Long> newest) {
    int appended = 0;
    int index = 0;
    for (SampleBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++, index++) {
        if (subscription.has(batch.ping(i), newest)) {
          items.append(items.isEmpty() ? "" : ",").append(text(index, batch, i));
          appended++;
        }
      }
    }
    return appended;
  }

  private String text(int index, SampleBatch batch, int i) {
    if (texts == null) {
      texts = new String[size];
    }
    if (texts[index] == null) {
      texts[index] = json.add(batch.sample(i)).take();
    }
    return texts[index];
  }
}
