package io.pingdeck.net.nio;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.pingdeck.net.DatagramPort;
import io.pingdeck.net.Poller;
import io.pingdeck.net.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/// A `Selector`, whose timeout has a resolution of 1 ms. A wait that times out lasts up to 1 ms too
/// long, never too short. Arriving data ends it at once.
final class NioPoller implements Poller {
  private static final long NANOS_PER_MILLI = MILLISECONDS.toNanos(1);
  private final Selector selector;
  private final NioStreams streams;
  private final Consumer<SelectionKey> selected;
  private long heardNanos = System.nanoTime();

  NioPoller() throws IOException {
    selector = Selector.open();
    streams = new NioStreams(selector);
    selected = streams::selected;
  }

  @Override
  public void register(DatagramPort port) {
    try {
      channelPort(port).channel().register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot watch " + port, e);
    }
  }

  @Override
  public void deregister(DatagramPort port) {
    SelectionKey key = channelPort(port).channel().keyFor(selector);
    if (key == null) {
      return;
    }
    key.cancel();
    try {
      // The JDK closes the descriptor of a cancelled channel at the next select. That select also
      // clears a pending wake-up, so the wake-up is requested again.
      selector.selectNow(selected);
      selector.wakeup();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop watching " + port, e);
    }
  }

  @Override
  public void await(long nanos) {
    heardNanos = System.nanoTime();
    try {
      if (nanos <= 0) {
        selector.selectNow(selected);
      } else {
        selector.select(selected, millisRoundedUp(nanos));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot wait for datagrams", e);
    }
  }

  @Override
  public long heardNanos() {
    return heardNanos;
  }

  private static long millisRoundedUp(long nanos) {
    return nanos == Long.MAX_VALUE ? 0 : (nanos - 1) / NANOS_PER_MILLI + 1;
  }

  @Override
  public Streams streams() {
    return streams;
  }

  private static NioDatagramPort channelPort(DatagramPort port) {
    if (port instanceof NioDatagramPort nio) {
      return nio;
    }
    throw new IllegalArgumentException("not one of the JDK's channels: " + port);
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the selector", e);
    }
  }
}
