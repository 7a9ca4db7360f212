package io.pingdeck.history.storage;

import io.pingdeck.history.api.Gap;
import io.pingdeck.ping.sample.SampleBatch;
import java.io.IOException;
import java.util.List;

/// Durable storage of samples. Not thread-safe for writing.
///
/// After an [IOException] nothing of the call counts as stored, and the caller may retry it: a
/// sample that reached the disk anyway is stored only once.
public interface SampleStore extends AutoCloseable {
  /// Stores samples; returns when they are on the disk.
  void append(List<SampleBatch> batches) throws IOException;

  /// Stores a gap; returns when it is on the disk.
  void append(Gap gap) throws IOException;

  /// Performs a part of the pending work: packing, aggregation, retention. Called about once a
  /// second.
  void maintain(long nowEpochNanos) throws IOException;

  /// Used and available disk space. Thread-safe.
  StoreSize size();

  /// Number of damaged places. Thread-safe.
  long damaged();

  @Override
  void close();

  /// @param bytes used disk space
  /// @param freeBytes disk space still available, bounded by the limit and by the disk
  /// @param bytesPerDay growth rate; 0 while unknown
  record StoreSize(long bytes, long freeBytes, long bytesPerDay) {}
}
