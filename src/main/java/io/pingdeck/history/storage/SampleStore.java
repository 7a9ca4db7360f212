package io.pingdeck.history.storage;

import io.pingdeck.history.api.Gap;
import io.pingdeck.ping.sample.SampleBatch;
import java.io.IOException;
import java.util.List;

/// Where samples are kept for good. One thread writes.
///
/// After an [IOException] nothing of that call counts as kept, and the same call may be made again:
/// a sample that had reached the disk all the same is kept once.
public interface SampleStore extends AutoCloseable {
  /// Returns when the samples are on the disk.
  void append(List<SampleBatch> batches) throws IOException;

  /// Returns when the gap is on the disk.
  void append(Gap gap) throws IOException;

  /// Work that waits: packing, adding up, keeping within the limits. Called about once a second; a
  /// call does a part of it.
  void maintain(long nowEpochNanos) throws IOException;

  /// What the store takes on the disk, and what it may still take. Any thread may ask.
  StoreSize size();

  /// How many places could not be read because they are damaged. Any thread may ask.
  long damaged();

  @Override
  void close();

  /// @param bytes what is taken
  /// @param freeBytes what may still be taken, by the limit or by the disk
  /// @param bytesPerDay how fast it grows; 0 while that is not known
  record StoreSize(long bytes, long freeBytes, long bytesPerDay) {}
}
