package io.pingdeck.ping;

import io.pingdeck.ping.api.LoopStatus;
import io.pingdeck.ping.api.PingApi;
import io.pingdeck.ping.api.WorkerStatus;
import io.pingdeck.ping.loop.LoopListener;
import io.pingdeck.ping.sample.BareIcmpError;
import io.pingdeck.ping.sample.SampleColumns;
import io.vertx.core.Context;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Forwards events from the thread of a worker's loop to the verticle's context.
public record ContextListener(
    Context target,
    int worker,
    BiConsumer<SampleColumns, List<LoopListener.End>> onSamples,
    Consumer<BareIcmpError> onBareError,
    Consumer<Throwable> onDeath)
    implements LoopListener {
  @Override
  public void samples(SampleColumns buffer, List<LoopListener.End> ends) {
    target.runOnContext(ok -> onSamples.accept(buffer, ends));
  }

  @Override
  public void bareError(BareIcmpError error) {
    target.runOnContext(ok -> onBareError.accept(error));
  }

  @Override
  public void status(LoopStatus status) {
    PingApi.WORKERS.publish(target.owner().eventBus(), new WorkerStatus(worker, status));
  }

  @Override
  public void died(Throwable cause) {
    target.runOnContext(ok -> onDeath.accept(cause));
  }
}
