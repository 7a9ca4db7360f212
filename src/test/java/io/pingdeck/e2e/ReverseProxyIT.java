package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.pingdeck.cli.CommandLines;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The page in Chromium behind real proxies, configured by the files of the manual.
@Timeout(120)
class ReverseProxyIT {
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
    NGINX(Tool.NGINX, "nginx.conf") {
      @Override
      List<String> command(Path file) {
        String here = file.getParent().toString();
        return List.of(
            "nginx",
            "-p",
            here,
            "-e",
            "error.log",
            "-c",
            file.toString(),
            "-g",
            "daemon off; pid nginx.pid; user root;");
      }
    },
    CADDY(Tool.CADDY, "Caddyfile") {
      @Override
      List<String> command(Path file) {
        return List.of("caddy", "run", "--adapter", "caddyfile", "--config", file.toString());
      }
    },
    HAPROXY(Tool.HAPROXY, "haproxy.cfg") {
      @Override
      List<String> command(Path file) {
        return List.of("haproxy", "-db", "-f", file.toString());
      }
    };

    private final Tool tool;
    private final String recipe;

    Proxy(Tool tool, String recipe) {
      this.tool = tool;
      this.recipe = recipe;
    }

    abstract List<String> command(Path file);
  }

  @ParameterizedTest
  @EnumSource
  void thePageWorksBelowAPath(Proxy proxy) throws Exception {
    Tool.need(proxy.tool);
    try (RunningPingdeck pingdeck = RunningPingdeck.start(0, "--set", "web.basePath=/pings");
        ServerProcess server = start(proxy, pingdeck, "/pings/")) {
      aPingRuns("http://127.0.0.1:" + server.port() + "/pings");
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePageWorksAtTheRoot(Proxy proxy) throws Exception {
    Tool.need(proxy.tool);
    try (RunningPingdeck pingdeck = RunningPingdeck.start(0);
        ServerProcess server = start(proxy, pingdeck, "/")) {
      aPingRuns("http://127.0.0.1:" + server.port() + "/");
    }
  }

  /// The proxy is trusted, so a login is required; its cookie is for the path of the page alone.
  @ParameterizedTest
  @EnumSource
  void aLoginWorksBelowAPath(Proxy proxy) throws Exception {
    Tool.need(proxy.tool);
    String data = "data.dir=" + folder.resolve("data");
    Path password = Files.writeString(folder.resolve("password"), "correct horse");
    StringWriter err = new StringWriter();
    String[] add = {
      "user", "add", "ada", "--role", "operator", "--password-file", "" + password, "--set", data
    };
    int code = CommandLines.run(OutputStream.nullOutputStream(), new PrintWriter(err, true), add);
    Assertions.assertThat(code).as(err.toString()).isZero();
    String[] flags = {
      "--set", "web.basePath=/pings", "--set", "web.trustedProxies=[127.0.0.1]", "--set", data
    };
    try (RunningPingdeck pingdeck = RunningPingdeck.start(0, flags);
        ServerProcess server = start(proxy, pingdeck, "/pings/");
        BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      page.navigate("http://127.0.0.1:" + server.port() + "/pings/");
      page.getByTestId("login-name").fill("ada");
      page.getByTestId("login-password").fill("correct horse");
      page.getByTestId("log-in").click();
      page.getByTestId("field-interval").fill("50ms");
      page.getByTestId("start").click();
      assertThat(page.getByTestId("shown-reply")).hasText(SOME);
      Assertions.assertThat(context.cookies())
          .singleElement()
          .satisfies(cookie -> Assertions.assertThat(cookie.path).isEqualTo("/pings"))
          .satisfies(cookie -> Assertions.assertThat(cookie.httpOnly).isTrue());
      page.getByTestId("log-out").click();
      assertThat(page.getByTestId("login")).isVisible();
    }
  }

  private ServerProcess start(Proxy proxy, RunningPingdeck pingdeck, String path) throws Exception {
    int port = ServerProcess.freePort();
    Path file = folder.resolve(proxy.recipe);
    Files.writeString(
        file,
        Files.readString(Path.of("src", "docs", "proxy", proxy.recipe))
            .replace("/pings/", path)
            .replace("8000", String.valueOf(port))
            .replace("8080", String.valueOf(pingdeck.page().getPort())));
    return ServerProcess.listening(port, proxy.command(file));
  }

  private static void aPingRuns(String url) throws IOException {
    List<String> errors = new ArrayList<>();
    try (Page page = browser.newPage()) {
      page.onPageError(errors::add);
      page.onConsoleMessage(message ->
          Stream.of(message)
              .filter(said -> said.type().equals("error"))
              .forEach(said -> errors.add(said.text())));
      page.navigate(url);
      page.getByTestId("field-interval").fill("50ms");
      page.getByTestId("start").click();
      assertThat(page.getByTestId("shown-reply")).hasText(SOME);
      String download = page.getByTestId("export-csv").evaluate("link => link.href").toString();
      Assertions.assertThat(download).startsWith(url);
      page.reload();
      assertThat(page.getByTestId("shown-reply")).hasText(SOME);
    }
    Assertions.assertThat(errors).isEmpty();
  }
}
