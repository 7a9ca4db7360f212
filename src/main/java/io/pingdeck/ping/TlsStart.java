package io.pingdeck.ping;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSessionContext;

/// The JDK's TLS, telling when the TCP handshake is over and that of TLS begins: Vert.x itself only
/// tells of the end of both.
final class TlsStart extends JdkSSLEngineOptions {
  private final Runnable onStart;

  /// @param onStart runs on the connection's event loop
  TlsStart(Runnable onStart) {
    this.onStart = onStart;
  }

  @Override
  public JdkSSLEngineOptions copy() {
    return new TlsStart(onStart);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new Factory(onStart);
  }

  private static final class Factory extends DefaultSslContextFactory {
    private final Runnable onStart;

    Factory(Runnable onStart) {
      super(SslProvider.JDK, false);
      this.onStart = onStart;
    }

    @Override
    public SslContext create() throws SSLException {
      return new Telling(super.create(), onStart);
    }
  }

  private static final class Telling extends SslContext {
    private final SslContext context;
    private final Runnable onStart;

    Telling(SslContext context, Runnable onStart) {
      this.context = context;
      this.onStart = onStart;
    }

    @Override
    public SslHandler newHandler(
        ByteBufAllocator buffers, String host, int port, Executor executor) {
      return new SslHandler(newEngine(buffers, host, port), executor) {
        @Override
        public void channelActive(ChannelHandlerContext connection) throws Exception {
          onStart.run();
          super.channelActive(connection);
        }
      };
    }

    @Override
    public boolean isClient() {
      return context.isClient();
    }

    @Override
    public List<String> cipherSuites() {
      return context.cipherSuites();
    }

    @Override
    @SuppressWarnings("deprecation") // Netty has nothing else to implement here
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
      return context.applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator buffers) {
      return context.newEngine(buffers);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator buffers, String host, int port) {
      return context.newEngine(buffers, host, port);
    }

    @Override
    public SSLSessionContext sessionContext() {
      return context.sessionContext();
    }
  }
}
