package io.pingdeck.web.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.pem.AnyCertificate;
import io.pingdeck.pem.OwnCertificate;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/// A connection to the page by TLS that accepts any certificate.
final class TlsClient implements AutoCloseable {
  private final SSLSocket socket;
  private final DataInputStream in;

  private TlsClient(SSLSocket socket) throws IOException {
    this.socket = socket;
    in = new DataInputStream(socket.getInputStream());
  }

  static TlsClient connect(int port) throws IOException {
    Socket connected = new Socket("127.0.0.1", port);
    connected.setSoTimeout(20_000);
    SSLSocket socket = (SSLSocket) AnyCertificate.accept(connected);
    socket.startHandshake();
    return new TlsClient(socket);
  }

  /// Fingerprint of the certificate that a new connection sees.
  static String seenAt(int port) throws IOException {
    try (TlsClient client = connect(port)) {
      return client.seen();
    }
  }

  String seen() throws IOException {
    return OwnCertificate.sha256((X509Certificate) socket.getSession().getPeerCertificates()[0]);
  }

  String version() {
    return socket.getSession().getProtocol();
  }

  /// The head of the response, in lowercase; its body is read and dropped.
  String get(String path, String... headers) throws IOException {
    send("GET " + path, headers);
    String head = head();
    body(head);
    return head;
  }

  JsonObject json(String path) throws IOException {
    send("GET " + path);
    return new JsonObject(body(head()));
  }

  /// Opens the live feed.
  String upgrade(String... headers) throws IOException {
    String[] all = new String[headers.length + 5];
    System.arraycopy(headers, 0, all, 5, headers.length);
    all[0] = "Connection: Upgrade";
    all[1] = "Upgrade: websocket";
    all[2] = "Sec-WebSocket-Version: 13";
    all[3] = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
    all[4] = "Sec-WebSocket-Protocol: pingdeck.v1";
    send("GET /api/v1/live", all);
    return head();
  }

  /// Sends a WebSocket ping and waits for its pong, which other frames may precede.
  void pingPong() throws IOException {
    socket.getOutputStream().write(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0});
    while (frame() != 0x8a) {}
  }

  private int frame() throws IOException {
    int kind = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    in.skipNBytes(length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length);
    return kind;
  }

  private void send(String line, String... headers) throws IOException {
    String fields = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String request =
        line + " HTTP/1.1\r\nHost: localhost:" + socket.getPort() + "\r\n" + fields + "\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  private String body(String head) throws IOException {
    int length =
        head.lines()
            .filter(line -> line.startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return new String(in.readNBytes(length), UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
