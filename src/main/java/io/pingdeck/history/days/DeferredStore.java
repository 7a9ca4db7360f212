package io.pingdeck.history.days;

import static java.util.Objects.requireNonNull;

import io.pingdeck.history.api.Gap;
import io.pingdeck.history.storage.CorruptionLog;
import io.pingdeck.history.storage.SampleStore;
import io.pingdeck.ping.sample.SampleBatch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A store that is opened lazily. On a full or read-only disk, every call retries to open it, and
/// fails with the reason until that succeeds.
public final class DeferredStore implements SampleStore {
  /// Opens the store.
  @FunctionalInterface
  public interface Opener {
    public SampleStore open() throws IOException;
  }

  private final Opener opener;
  private final CorruptionLog damage;
  private volatile Optional<SampleStore> open = Optional.empty();

  public DeferredStore(Opener opener, CorruptionLog damage) {
    this.opener = requireNonNull(opener, "opener");
    this.damage = requireNonNull(damage, "damage");
  }

  /// Opens the store, unless it is open.
  public SampleStore open() throws IOException {
    if (open.isEmpty()) {
      open = Optional.of(opener.open());
    }
    return open.get();
  }

  @Override
  public void append(List<SampleBatch> batches) throws IOException {
    open().append(batches);
  }

  @Override
  public void append(Gap gap) throws IOException {
    open().append(gap);
  }

  @Override
  public void maintain(long nowEpochNanos) throws IOException {
    open().maintain(nowEpochNanos);
  }

  @Override
  public StoreSize size() {
    return open.map(SampleStore::size).orElse(new StoreSize(0, 0, 0));
  }

  @Override
  public long damaged() {
    return damage.blocks();
  }

  @Override
  public void close() {
    open.ifPresent(SampleStore::close);
  }
}
