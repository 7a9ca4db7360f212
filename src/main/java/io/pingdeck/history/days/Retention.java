package io.pingdeck.history.days;

import io.pingdeck.history.api.HistoryLimits;
import io.pingdeck.history.storage.DayFile;
import io.pingdeck.history.storage.DayFile.Kind;
import io.pingdeck.history.storage.DayStorage;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/// Enforces the limits of the history by deleting the files of the oldest days.
final class Retention {
  private final DayStorage storage;
  private final HistoryLimits limits;

  Retention(DayStorage storage, HistoryLimits limits) {
    this.storage = storage;
    this.limits = limits;
  }

  /// @return the days of which something was deleted
  List<LocalDate> apply() throws IOException {
    List<LocalDate> deleted = new ArrayList<>();
    NavigableMap<LocalDate, List<DayFile>> samples = storage.days(Kind.SAMPLES);
    NavigableMap<LocalDate, List<DayFile>> rollups = storage.days(Kind.ROLLUPS);
    while (samples.size() > limits.sampleDays()) {
      deleted.add(delete(samples));
    }
    while (rollups.size() > limits.rollupDays()) {
      deleted.add(delete(rollups));
    }
    // Samples are deleted first, because they take the most space and are needed the least. The
    // newest day is kept.
    long bytes = storage.bytes();
    for (NavigableMap<LocalDate, List<DayFile>> days : List.of(samples, rollups)) {
      while (bytes > limits.maxBytes() && days.size() > 1) {
        bytes -= bytes(days.firstEntry().getValue());
        deleted.add(delete(days));
      }
    }
    return deleted;
  }

  private LocalDate delete(NavigableMap<LocalDate, List<DayFile>> days) throws IOException {
    LocalDate oldest = days.firstKey();
    for (DayFile file : days.remove(oldest)) {
      storage.delete(file);
    }
    return oldest;
  }

  private long bytes(List<DayFile> files) throws IOException {
    long sum = 0;
    for (DayFile file : files) {
      sum += storage.bytes(file);
    }
    return sum;
  }
}
