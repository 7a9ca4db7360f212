package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real proxies that know the users, configured by the files of the manual.
@Timeout(120)
class TrustedHeaderIT {
  private static final String PASSWORD = "change-me";
  private static final Pattern SOME = Pattern.compile("[1-9]");

  private static Playwright playwright;
  private static Browser browser;

  @TempDir Path folder;

  @BeforeAll
  static void openBrowser() {
    playwright = Playwright.create();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void closeBrowser() {
    if (playwright != null) {
      playwright.close();
    }
  }

  enum Proxy {
    NGINX(Tool.NGINX, "nginx-users.conf"),
    HAPROXY(Tool.HAPROXY, "haproxy-users.cfg");

    private final Tool tool;
    private final String recipe;

    Proxy(Tool tool, String recipe) {
      this.tool = tool;
      this.recipe = recipe;
    }

    List<String> command(Path file) {
      return switch (this) {
        case NGINX -> ReverseProxyIT.Proxy.NGINX.command(file);
        case HAPROXY -> ReverseProxyIT.Proxy.HAPROXY.command(file);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePersonIsWhomTheProxyNames(Proxy proxy) throws Exception {
    Tool.need(proxy.tool);
    String[] flags = {
      "--set", "web.basePath=/pings",
      "--set", "web.trustedProxies=[127.0.0.1]",
      "--set", "web.trustedHeader.user=Remote-User",
      "--set", "web.trustedHeader.groups=Remote-Groups",
      "--set", "web.trustedHeader.roles.operator=[network]",
      "--set", "web.trustedHeader.defaultRole=viewer"
    };
    try (RunningPingdeck pingdeck = RunningPingdeck.start(0, flags);
        ServerProcess server = start(proxy, pingdeck)) {
      String url = "http://127.0.0.1:" + server.port() + "/pings/";
      aPersonUsesThePage(url);
      Assertions.assertThat(session(url, "bob", "")).contains("proxy:bob", "viewer");
      Assertions.assertThat(session(url, "bob", "ada")).contains("proxy:bob", "viewer");
      Assertions.assertThat(status(url, "ada", "wrong", "ada")).isEqualTo(401);
      URI direct = pingdeck.page().resolve("/pings/");
      Assertions.assertThat(status(direct.toString(), "", "", "")).isEqualTo(200);
      Assertions.assertThat(status(direct + "api/v1/pings", "", "", "")).isEqualTo(401);
    }
  }

  private static void aPersonUsesThePage(String url) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions().setHttpCredentials("ada", PASSWORD);
    try (BrowserContext context = browser.newContext(options)) {
      Page page = context.newPage();
      page.navigate(url);
      assertThat(page.getByTestId("person")).containsText("proxy:ada");
      assertThat(page.getByTestId("log-out")).hasCount(0);
      page.getByTestId("field-interval").fill("50ms");
      page.getByTestId("start").click();
      assertThat(page.getByTestId("shown-reply")).hasText(SOME);
      assertThat(page.getByTestId("connection")).hasAttribute("data-phase", "live");
      Assertions.assertThat(context.cookies()).isEmpty();
    }
  }

  /// @param forged the header that the client sends itself; empty: none
  private static HttpURLConnection call(String url, String name, String password, String forged)
      throws IOException {
    HttpURLConnection call = (HttpURLConnection) URI.create(url).toURL().openConnection();
    if (!name.isEmpty()) {
      String pair = Base64.getEncoder().encodeToString((name + ":" + password).getBytes());
      call.setRequestProperty("Authorization", "Basic " + pair);
    }
    if (!forged.isEmpty()) {
      call.setRequestProperty("Remote-User", forged);
      call.setRequestProperty("Remote-Groups", "network");
    }
    return call;
  }

  private static int status(String url, String name, String password, String forged)
      throws IOException {
    return call(url, name, password, forged).getResponseCode();
  }

  private static String session(String url, String name, String forged) throws IOException {
    HttpURLConnection call = call(url + "api/v1/session", name, PASSWORD, forged);
    return new String(call.getInputStream().readAllBytes());
  }

  private ServerProcess start(Proxy proxy, RunningPingdeck pingdeck) throws Exception {
    int port = ServerProcess.freePort();
    Path file = folder.resolve(proxy.recipe);
    Files.writeString(
        folder.resolve("pingdeck-users"),
        "ada:{PLAIN}" + PASSWORD + "\nbob:{PLAIN}" + PASSWORD + "\n");
    Files.writeString(
        file,
        Files.readString(Path.of("src", "docs", "proxy", proxy.recipe))
            .replace("8000", String.valueOf(port))
            .replace("8080", String.valueOf(pingdeck.page().getPort())));
    return ServerProcess.listening(port, proxy.command(file));
  }
}
