package io.pingdeck.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// An OpenID provider on loopback, which signs with real keys and checks what a client must prove:
/// its secret, the code once, the redirect address, the verifier of PKCE.
public final class FakeProvider implements AutoCloseable {
  public static final String CLIENT = "pingdeck";
  public static final String SECRET = "a secret: 100%";

  private static final List<KeyPair> KEYS = makeKeys();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final HttpServer server;
  private final Map<String, HttpHandler> overrides = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile KeyPair key = newKey();
  private volatile String keyId = "1";
  private volatile UnaryOperator<JsonObject> claims = given -> given;
  private volatile Function<JsonObject, String> sign = this::signed;

  private FakeProvider(HttpServer server) {
    this.server = server;
  }

  public static FakeProvider start() {
    return start(0);
  }

  /// @param port 0 for any free one
  public static FakeProvider start(int port) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      FakeProvider provider = new FakeProvider(HttpServer.create(address, 0));
      provider.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      provider.server.createContext("/", provider::handle);
      provider.server.start();
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + port() + "/realms/lab");
  }

  /// Paths of the requests so far.
  public List<String> requests() {
    return requests;
  }

  /// Changes the claims of the ID tokens from now on.
  public void claims(UnaryOperator<JsonObject> change) {
    claims = change;
  }

  public void groups(String... groups) {
    claims(given -> given.put("groups", new JsonArray(List.of(groups))));
  }

  /// Signs ID tokens in another way from now on.
  public void sign(Function<JsonObject, String> another) {
    sign = another;
  }

  /// Responds in another way to requests for this path below the issuer.
  public void override(String path, HttpHandler handler) {
    overrides.put(issuer().getPath() + path, handler);
  }

  /// Signs with another key from now on.
  ///
  /// @param id of the key
  public void rotate(String id) {
    key = newKey();
    keyId = id;
  }

  public KeyPair key() {
    return key;
  }

  /// What a person does there: logs in.
  ///
  /// @param url where Pingdeck sends the browser
  /// @return where the provider sends it back
  public URI logIn(String url) {
    URI asked = URI.create(url);
    Map<String, String> query = query(asked.getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, query);
    return URI.create(query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state"));
  }

  public static Map<String, String> query(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split("&")) {
      String[] pair = field.split("=", 2);
      fields.put(pair[0], URLDecoder.decode(pair[1], UTF_8));
    }
    return fields;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path);
    HttpHandler override = overrides.get(path);
    if (override != null) {
      override.handle(exchange);
      exchange.close();
      return;
    }
    switch (path.substring(Math.min(path.length(), issuer().getPath().length()))) {
      case "/.well-known/openid-configuration" -> send(exchange, 200, configuration());
      case "/keys" -> send(exchange, 200, keys());
      case "/token" -> token(exchange);
      case "/authorize" -> {
        URI back = logIn(exchange.getRequestURI().toString());
        exchange.getResponseHeaders().set("Location", back.toString());
        exchange.sendResponseHeaders(302, -1);
      }
      default -> exchange.sendResponseHeaders(404, -1);
    }
    exchange.close();
  }

  public JsonObject configuration() {
    return new JsonObject()
        .put("issuer", issuer().toString())
        .put("authorization_endpoint", issuer() + "/authorize")
        .put("token_endpoint", issuer() + "/token")
        .put("jwks_uri", issuer() + "/keys");
  }

  public JsonObject keys() {
    RSAPublicKey made = (RSAPublicKey) key.getPublic();
    JsonObject jwk =
        new JsonObject()
            .put("kty", "RSA")
            .put("use", "sig")
            .put("n", base64(made.getModulus().toByteArray()))
            .put("e", base64(made.getPublicExponent().toByteArray()));
    if (!keyId.isEmpty()) {
      jwk.put("kid", keyId);
    }
    return new JsonObject().put("keys", new JsonArray().add(new JsonObject()).add(jwk));
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form = query(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
    if (!isClient(exchange.getRequestHeaders())) {
      send(exchange, 401, new JsonObject().put("error", "invalid_client"));
    } else if (asked == null
        || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
        || !asked.get("code_challenge_method").equals("S256")
        || !asked.get("code_challenge").equals(challenge(form.get("code_verifier")))) {
      send(exchange, 400, new JsonObject().put("error", "invalid_grant"));
    } else {
      JsonObject given =
          new JsonObject()
              .put("iss", issuer().toString())
              .put("aud", asked.get("client_id"))
              .put("sub", "subject-1")
              .put("iat", Instant.now().getEpochSecond())
              .put("exp", Instant.now().getEpochSecond() + 300)
              .put("nonce", asked.get("nonce"))
              .put("preferred_username", "ada");
      JsonObject body = new JsonObject().put("access_token", "x").put("token_type", "Bearer");
      send(exchange, 200, body.put("id_token", sign.apply(claims.apply(given))));
    }
  }

  private static boolean isClient(Headers headers) {
    String pair = CLIENT + ":a%20secret%3A%20100%25";
    return ("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
        .equals(headers.getFirst("Authorization"));
  }

  private static String challenge(String verifier) {
    try {
      return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// A token with a genuine signature.
  public String signed(JsonObject payload) {
    return signed("RS256", "SHA256withRSA", key, payload);
  }

  /// @param algorithm for the header
  /// @param javaAlgorithm by which it is signed
  public String signed(String algorithm, String javaAlgorithm, KeyPair pair, JsonObject payload) {
    JsonObject header = new JsonObject().put("alg", algorithm).put("typ", "JWT");
    if (!keyId.isEmpty()) {
      header.put("kid", keyId);
    }
    String input = base64(header.toString()) + "." + base64(payload.toString());
    try {
      Signature signature = Signature.getInstance(javaAlgorithm);
      if (javaAlgorithm.equals("RSASSA-PSS")) {
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// Another key than those of the latest calls. They take long to make, so they are few.
  public static KeyPair newKey() {
    return KEYS.get(NEXT.getAndIncrement() % KEYS.size());
  }

  private static List<KeyPair> makeKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return List.of(
          generator.generateKeyPair(), generator.generateKeyPair(), generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static String base64(String text) {
    return base64(text.getBytes(UTF_8));
  }

  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  public static void send(HttpExchange exchange, int status, JsonObject body) throws IOException {
    byte[] bytes = body.toBuffer().getBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
