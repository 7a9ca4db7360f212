package io.pingdeck.web.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/// Checks the HTTP version of each request of a connection. Vert.x itself would reply to an unknown
/// version without a body and without our headers. This handler turns it into an unparsable request
/// instead.
public final class HttpVersionCheck extends ChannelInboundHandlerAdapter {
  private static final String PROTOCOL = "HTTP";

  /// The major version is not 1 (RFC 9110 section 15.6.6).
  static final class Unsupported extends Exception {
    private static final long serialVersionUID = 1;

    Unsupported(HttpVersion version) {
      super(version + " is not supported; use HTTP/1.1", null, false, false);
    }
  }

  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable() {
      super("not a version of HTTP", null, false, false);
    }
  }

  public static void install(HttpConnection connection) {
    ChannelHandlerContext requests = ((HttpServerConnection) connection).channelHandlerContext();
    requests.pipeline().addBefore(requests.name(), null, new HttpVersionCheck());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
      check(request);
    }
    context.fireChannelRead(message);
  }

  private static void check(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    // Netty has a constant for each of these versions, and creates new objects for other spellings.
    if (version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0) {
      return;
    }
    boolean isHttp = version.protocolName().equals(PROTOCOL);
    // A higher minor version is treated as the highest known one (RFC 9110 section 2.5).
    boolean isNewer = isHttp && version.majorVersion() == 1 && version.minorVersion() > 1;
    if (!isNewer) {
      boolean isOther = isHttp && version.majorVersion() != 1;
      request.setDecoderResult(
          DecoderResult.failure(isOther ? new Unsupported(version) : new Unreadable()));
    }
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
  }
}
