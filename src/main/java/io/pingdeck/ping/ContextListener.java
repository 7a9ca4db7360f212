package io.pingdeck.ping;

import io.pingdeck.bus.PingAddresses;
import io.pingdeck.bus.WorkerStatus;
import io.pingdeck.probe.BareIcmpError;
import io.pingdeck.probe.LoopStatus;
import io.pingdeck.probe.SampleBuffer;
import io.vertx.core.Context;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Moves what the thread of a worker's loop says onto the verticle's context.
record ContextListener(
    Context target,
    int worker,
    BiConsumer<SampleBuffer, List<LoopListener.End>> onSamples,
    Consumer<BareIcmpError> onBareError,
    Consumer<Throwable> onDeath)
    implements LoopListener {
  @Override
  public void samples(SampleBuffer buffer, List<LoopListener.End> ends) {
    target.runOnContext(ok -> onSamples.accept(buffer, ends));
  }

  @Override
  public void bareError(BareIcmpError error) {
    target.runOnContext(ok -> onBareError.accept(error));
  }

  @Override
  public void status(LoopStatus status) {
    PingAddresses.WORKERS.publish(target.owner().eventBus(), new WorkerStatus(worker, status));
  }

  @Override
  public void died(Throwable cause) {
    target.runOnContext(ok -> onDeath.accept(cause));
  }
}
