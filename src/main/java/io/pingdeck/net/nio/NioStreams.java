package io.pingdeck.net.nio;

import io.pingdeck.net.StreamPort;
import io.pingdeck.net.Streams;
import io.pingdeck.packet.Endpoint;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/// TCP connections on the JDK's channels. They cannot set a hop limit (a connection that requests
/// one fails with EOPNOTSUPP) and report no ICMP errors.
final class NioStreams implements Streams {
  private final Selector selector;
  private final List<NioStreamPort> news = new ArrayList<>();

  NioStreams(Selector selector) {
    this.selector = selector;
  }

  @Override
  public StreamPort connect(Endpoint to, int hopLimit, int trafficClass, Runnable onNews) {
    return new NioStreamPort(selector, to, hopLimit, trafficClass, onNews);
  }

  /// Records that a key is ready. Datagram sockets need no record.
  void selected(SelectionKey key) {
    if (key.attachment() instanceof NioStreamPort port) {
      news.add(port);
    }
  }

  @Override
  public void deliver() {
    for (NioStreamPort port : news) {
      if (port.isOpen()) { // an earlier callback may have closed it
        port.onNews().run();
      }
    }
    news.clear();
  }
}
