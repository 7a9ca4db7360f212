package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pings that change while they run: paused, resumed, tagged and edited on the page.
@Timeout(120)
class ChangedPingsIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Path AXE = Path.of("webroot", "node_modules", "axe-core", "axe.min.js");

  private static Playwright playwright;
  private static Browser browser;

  private final List<String> errors = new ArrayList<>();
  private RunningPingdeck pingdeck;
  private BrowserContext context;
  private Page page;

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

  @BeforeEach
  void start() throws IOException {
    pingdeck = RunningPingdeck.start(0);
    context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1400, 900));
    context.setDefaultTimeout(10_000);
    page = context.newPage();
    page.onPageError(errors::add);
  }

  @AfterEach
  void end() {
    context.close();
    pingdeck.close();
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void aPausedPingIsResumedAndStoppedOnItsPageAndInTheList() throws IOException {
    for (String name : List.of("a", "b")) {
      ping(name, "");
    }
    open("");
    byId("mark-all").click();
    assertThat(byId("marked-resume")).isDisabled();
    byId("marked-pause").click();
    assertThat(rowsThatAre("paused")).hasCount(2);
    assertThat(byId("row-resume")).hasCount(2);
    byId("mark-all").click();
    assertThat(byId("marked-pause")).isDisabled();
    looksRight("paused-list");
    byId("marked-resume").click();
    assertThat(rowsThatAre("running")).hasCount(2);

    page.getByTitle("a", new Page.GetByTitleOptions().setExact(true)).click();
    byId("pause").click();
    assertThat(byId("ping-state")).hasText("paused");
    assertThat(byId("restart")).hasCount(0);
    looksRight("paused-ping");
    byId("resume").click();
    assertThat(byId("ping-state")).hasText("running");
    byId("pause").click();
    byId("stop").click();
    assertThat(byId("ping-state")).hasText("stopped");
    assertThat(byId("restart")).isVisible();

    Places.go(page, "overview");
    byId("row-stop").click();
    assertThat(rowsThatAre("stopped")).hasCount(2);
  }

  private Locator rowsThatAre(String state) {
    return page.locator("[data-testid=ping-row][data-state=" + state + "]");
  }

  private void open(String fragment) {
    page.navigate(pingdeck.page() + fragment);
    assertThat(byId("connection")).hasAttribute("data-phase", "live");
  }

  private void ping(String name, String more) throws IOException {
    pingdeck.post(
        "/api/v1/pings",
        "{\"name\":\"%s\",\"target\":\"icmp://127.0.0.1\",\"interval\":\"100ms\"%s}"
            .formatted(name, more));
  }

  /// In both themes, on a screen and on a phone.
  private void looksRight(String name) throws IOException {
    page.evaluate(Files.readString(AXE));
    for (int width : List.of(390, 1400)) {
      page.setViewportSize(width, 900);
      Assertions.assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
          .as("%s at %d", name, width)
          .isEqualTo(0);
      for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        Object found =
            page.evaluate(
                "async () => (await axe.run()).violations"
                    + ".map((found) => found.id + ': ' + found.nodes.map((node) => node.html))");
        Assertions.assertThat((List<?>) found).as("%s, %d, %s", name, width, scheme).isEmpty();
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve("%s-%d-%s.png".formatted(name, width, scheme))));
      }
    }
  }

  private Locator byId(String id) {
    return page.getByTestId(id);
  }
}
