package io.pingdeck.net;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Sockets whose poller a test can make fail or hang, as if the system failed under the waiting
/// thread.
public final class BreakableSockets implements Sockets {
  private final Sockets real;
  private volatile boolean broken;
  private volatile long stallNanos;
  private volatile boolean stallsConnects;
  private volatile boolean throwsOnConnect;
  private volatile String brokenMethod = "";
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<StreamPort> openConnections = ConcurrentHashMap.newKeySet();
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile CountDownLatch standing = new CountDownLatch(0);
  private volatile Poller last;

  public BreakableSockets() {
    this(PlatformSockets.portable());
  }

  public BreakableSockets(Sockets real) {
    this.real = real;
  }

  /// Suspends the thread of the last opened poller after its wait, as if it got no processor time.
  /// Returns once the thread is suspended.
  public void hold() throws InterruptedException {
    standing = new CountDownLatch(1);
    held = new CountDownLatch(1);
    last.wakeup();
    standing.await();
  }

  public void release() {
    held.countDown();
  }

  /// From now on, delays the waiting thread by this long after each wait, as in a JVM pause.
  public void stall(long nanos) {
    stallNanos = nanos;
  }

  /// Makes every currently open poller fail; later ones work.
  public void breakNow() {
    broken = true;
    last.wakeup();
  }

  @Override
  public DatagramPort udp(Endpoint bind, DatagramOptions options) throws IOException {
    return real.udp(bind, options);
  }

  @Override
  public DatagramPort icmp(boolean ipv6, DatagramOptions options) throws IOException {
    return real.icmp(ipv6, options);
  }

  @Override
  public DatagramPort icmpErrors(boolean ipv6) throws IOException {
    return real.icmpErrors(ipv6);
  }

  @Override
  public SynTrap trapSyns(Endpoint listener, double share, int salt) throws IOException {
    return real.trapSyns(listener, share, salt);
  }

  @Override
  public Poller poller() throws IOException {
    broken = false;
    last = new BreakablePoller(real.poller());
    return last;
  }

  @Override
  public Capabilities capabilities() {
    return real.capabilities();
  }

  private void standStill() {
    long until = System.nanoTime() + stallNanos;
    while (stallNanos > 0 && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  /// From now on, delays the thread by this long before it opens a connection.
  public void stallConnects(long nanos) {
    stallNanos = nanos;
    stallsConnects = true;
  }

  /// From now on, opening a connection throws an exception.
  public void throwOnConnect() {
    throwsOnConnect = true;
  }

  /// From now on, this method of a connection throws.
  public void breakConnections(String method) {
    brokenMethod = method;
  }

  /// Number of connections opened so far.
  public int connections() {
    return connections.get();
  }

  public int openConnections() {
    return openConnections.size();
  }

  private StreamPort breaking(StreamPort port) {
    connections.incrementAndGet();
    openConnections.add(port);
    return (StreamPort)
        Proxy.newProxyInstance(
            StreamPort.class.getClassLoader(),
            new Class<?>[] {StreamPort.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                openConnections.remove(port);
              }
              if (method.getName().equals(brokenMethod)) {
                throw new IllegalStateException(brokenMethod + " is broken");
              }
              return method.invoke(port, arguments);
            });
  }

  private final class StallingStreams implements Streams {
    private final Streams real;

    StallingStreams(Streams real) {
      this.real = real;
    }

    @Override
    public StreamPort connect(Endpoint to, int hopLimit, int trafficClass, Runnable onNews) {
      if (throwsOnConnect) {
        throw new IllegalStateException("no connection can be begun");
      }
      standStill();
      StreamPort port = real.connect(to, hopLimit, trafficClass, onNews);
      return brokenMethod.isEmpty() ? port : breaking(port);
    }

    @Override
    public void deliver() {
      real.deliver();
    }
  }

  private void awaitRelease() {
    try {
      CountDownLatch release = held;
      if (release.getCount() > 0) {
        standing.countDown();
        release.await();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class BreakablePoller implements Poller {
    private final Poller real;

    BreakablePoller(Poller real) {
      this.real = real;
    }

    @Override
    public Streams streams() {
      return stallsConnects || throwsOnConnect || !brokenMethod.isEmpty()
          ? new StallingStreams(real.streams())
          : real.streams();
    }

    @Override
    public long heardNanos() {
      return real.heardNanos();
    }

    @Override
    public void register(DatagramPort port) {
      real.register(port);
    }

    @Override
    public void deregister(DatagramPort port) {
      real.deregister(port);
    }

    @Override
    public void await(long nanos) {
      real.await(nanos);
      if (!stallsConnects) {
        standStill();
      }
      awaitRelease();
      if (broken) {
        throw new IllegalStateException("the poller broke");
      }
    }

    @Override
    public void wakeup() {
      real.wakeup();
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
