package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.pingdeck.testing.Certificates;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pings of other protocols, started with the form, and the answers on their pages.
@Timeout(120)
class AnswersIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  @TempDir private static Path folder;
  private static Certificates certificates;
  private static Playwright playwright;
  private static Browser browser;

  private final List<String> errors = new ArrayList<>();
  private RunningPingdeck pingdeck;
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void openBrowser() throws Exception {
    certificates = Certificates.make(folder);
    playwright = Playwright.create();
    browser = Chromium.launch(playwright);
  }

  @AfterAll
  static void closeBrowser() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void openPage() throws IOException {
    pingdeck = RunningPingdeck.start(0, "--set", "ping.caFile=" + certificates.authority());
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setColorScheme(ColorScheme.LIGHT));
    context.setDefaultTimeout(10_000);
    Places.keepFiguresUnfolded(context);
    page = context.newPage();
    page.onPageError(errors::add);
    page.navigate(pingdeck.page().toString());
    assertThat(byId("connection")).hasAttribute("data-phase", "live");
    assertThat(byId("start")).isEnabled(); // the form is filled with the defaults
  }

  @AfterEach
  void endPingdeck() {
    context.close();
    pingdeck.close();
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void anHttpsPingShowsStatusPhasesAndCertificate() throws Exception {
    try (ServerProcess server = ServerProcess.python("http_server.py", certificates.of("good"))) {
      byId("field-target").fill("https://127.0.0.1:" + server.port() + "/");
      byId("field-method").selectOption("HEAD");
      byId("field-interval").fill("100ms");
      byId("start").click();

      assertThat(byId("http-status")).hasText("HTTP 200");
      assertThat(byId("certificate")).hasText(Pattern.compile("expires in (9|10) days"));
      assertThat(byId("phases")).containsText("TLS handshake");
      assertThat(byId("rtt-meaning")).containsText("to the last byte of the response");
      assertThat(byId("figure-replied")).hasText(Pattern.compile("[1-9][0-9]"));
      picture("https");
    }
  }

  @Test
  void aStatusThatWasNotAskedForIsNoReplyAndNoLoss() throws Exception {
    try (ServerProcess server = ServerProcess.python("http_server.py")) {
      byId("field-target").fill("http://127.0.0.1:" + server.port() + "/status/503");
      byId("field-interval").fill("100ms");
      byId("start").click();

      assertThat(byId("http-status")).hasText("HTTP 503");
      assertThat(byId("figure-unexpected")).hasText(Pattern.compile("[1-9]"));
      assertThat(byId("figure-replied")).hasText("0");
      assertThat(byId("figure-loss")).hasText(Pattern.compile("^0"));
      picture("http-unexpected");
    }
  }

  @Test
  void aDnsPingShowsTheResponseCode() throws Exception {
    Tool.need(Tool.DNSMASQ);
    int port = ServerProcess.freePort();
    List<String> dnsmasq =
        List.of(
            "dnsmasq",
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--no-resolv",
            "--no-hosts",
            "--listen-address=127.0.0.1",
            "--bind-interfaces",
            "--user=" + System.getProperty("user.name"),
            "--pid-file=",
            "--port=" + port,
            "--host-record=host.lab.example,192.0.2.7,2001:db8::7");
    try (ServerProcess server = ServerProcess.listening(port, dnsmasq)) {
      byId("field-target").fill("dns://127.0.0.1:" + server.port() + "/host.lab.example");
      byId("field-queryType").selectOption("AAAA");
      byId("field-interval").fill("100ms");
      byId("start").click();

      assertThat(byId("dns-rcode")).hasText("NOERROR, 1 record");
      assertThat(byId("figure-replied")).hasText(Pattern.compile("[1-9][0-9]"));
      picture("dns");
    }
  }

  @Test
  void aGreetingIsShown() throws Exception {
    try (ServerProcess server = ServerProcess.python("inetd.py", "echo", "220 mail.lab \033[31m")) {
      byId("field-target").fill("smtp://127.0.0.1:" + server.port());
      byId("field-interval").fill("100ms");
      assertThat(byId("field-mode")).hasCount(0);
      byId("start").click();

      assertThat(byId("banner")).hasText("220 mail.lab \\x1b[31m");
      picture("greeting");
    }
  }

  private Locator byId(String id) {
    return page.getByTestId(id);
  }

  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve("answer-" + name + ".png"))
            .setFullPage(true));
  }
}
