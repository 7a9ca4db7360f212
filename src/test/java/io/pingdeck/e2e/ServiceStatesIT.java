package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.pingdeck.testing.ServerProcess;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What list and page show for services that answer, refuse, answer unexpectedly and are silent.
@Timeout(120)
class ServiceStatesIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final List<String> errors = new ArrayList<>();
  private RunningPingdeck pingdeck;
  private Playwright playwright;
  private BrowserContext context;
  private Page page;

  @BeforeEach
  void openPage() throws Exception {
    pingdeck = RunningPingdeck.start(0);
    playwright = Playwright.create();
    Browser browser = Chromium.launch(playwright);
    context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
    context.setDefaultTimeout(10_000);
    Places.keepFiguresUnfolded(context);
    page = context.newPage();
    page.onPageError(errors::add);
    page.navigate(pingdeck.page().toString());
  }

  @AfterEach
  void endPingdeck() {
    playwright.close();
    pingdeck.close();
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void aDeadServiceIsNeverShownAsHealthy() throws Exception {
    InetSocketAddress silent = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServerProcess server = ServerProcess.python("http_server.py");
        DatagramSocket socket = new DatagramSocket(silent)) {
      String http = "http://127.0.0.1:" + server.port();
      start("refused", "tcp://127.0.0.1:" + ServerProcess.freePort());
      start("missing", http + "/status/404");
      start("silent", "udp://127.0.0.1:" + socket.getLocalPort());
      String echo = "udp://" + listening();
      start("alive", echo, ",\"timeout\":\"5s\"");
      start("over", "tcp://127.0.0.1:" + ServerProcess.freePort(), ",\"count\":6");
      for (int i = 0; i < 3; i++) {
        start("more-" + i, echo, ",\"timeout\":\"5s\"");
      }

      expectRow("refused", "down", "down: refused");
      expectRow("missing", "down", "down: HTTP 404");
      expectRow("silent", "down", "down: no reply");
      expectRow("alive", "up", "up");
      expectRow("over", "down", "down: refused · finished");

      page.getByTestId("with-problems").click();
      assertThat(page.getByTestId("ping-row")).hasCount(4);
      assertThat(row("alive")).hasCount(0);
      picture("problems");

      row("refused").getByRole(com.microsoft.playwright.options.AriaRole.LINK).click();
      assertThat(page.getByTestId("ping-status")).hasText("down");
      assertThat(page.getByTestId("status-reason")).hasText("refused");
      assertThat(page.getByTestId("figure-loss")).hasText(Pattern.compile("^0\\s%"));
      assertThat(page.getByTestId("stat-all-availability")).hasText(Pattern.compile("^\\s*0\\s%"));
      assertThat(page.getByTestId("stat-all-refused")).hasText(Pattern.compile("[1-9]"));
      assertThat(page.getByTestId("availability-bar"))
          .hasAttribute("aria-label", Pattern.compile("up in 0 of [1-9]"));
      assertThat(page.locator("[data-testid=availability-bar] .up")).hasCount(0);
      picture("refused");
    }
  }

  private void start(String name, String target, String... more) throws Exception {
    pingdeck.post(
        "/api/v1/pings",
        "{\"name\":\"%s\",\"target\":\"%s\",\"interval\":\"100ms\"%s}"
            .formatted(name, target, String.join("", more)));
  }

  /// The address of the program's own echo server.
  private String listening() throws Exception {
    return pingdeck.get("/api/v1/echo-servers").at("/echoServers/0/listening").asText();
  }

  private void expectRow(String name, String state, String words) {
    assertThat(row(name)).hasAttribute("data-status", state);
    assertThat(row(name).getByTestId("row-status")).hasText(words);
  }

  private Locator row(String name) {
    return page.getByTestId("ping-row")
        .filter(new Locator.FilterOptions().setHas(page.locator("a[title='" + name + "']")));
  }

  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve("status-" + name + ".png"))
            .setFullPage(true));
  }
}
