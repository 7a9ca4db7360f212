package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
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

/// One ping's page: its windows, the meaning of each value, and its history.
@Timeout(120)
class PingPageIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Pattern SOME = Pattern.compile("[1-9]");

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
  void startPing() throws IOException {
    pingdeck = RunningPingdeck.start(0);
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setColorScheme(ColorScheme.DARK));
    context.setDefaultTimeout(10_000);
    page = context.newPage();
    page.onPageError(errors::add);
    page.navigate(pingdeck.page().toString());
    assertThat(byId("connection")).hasAttribute("data-phase", "live");
    page.locator("[data-echo-id^=udp]").getByTestId("echo-loss").fill("30");
    byId("field-interval").fill("20ms");
    byId("start").click();
    seen("shown-lost");
  }

  @AfterEach
  void endPingdeck() {
    context.close();
    pingdeck.close();
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void everyWindowStandsBesideTheOthers() {
    seen("stat-10probes-probes");
    seen("stat-1m-lost");
    seen("stat-5m-p999");
    seen("stat-1h-ipdv");
    seen("stat-all-plannedP99");
    assertThat(byId("stat-1m-interval")).hasText(Pattern.compile("\\d.*–\\d.*%"));
    assertThat(byId("stat-1m-availability")).hasText(Pattern.compile("%"));
    assertThat(byId("history-state")).hasText("recording");
    assertThat(byId("history-room")).hasText(Pattern.compile("GiB|MiB"));
  }

  @Test
  void whatAFigureMeansIsOneKeyAway() {
    seen("stat-1m-lost");
    Locator why = page.getByLabel("What is Jitter (RFC 3550)?");
    Locator definition = byId("definition");

    why.focus();
    page.keyboard().press("Enter");
    assertThat(definition).isVisible();
    assertThat(definition).containsText("RFC 3550");
    page.keyboard().press("Escape");

    assertThat(definition).isHidden();
    assertThat(why).isFocused();
  }

  @Test
  void longSpansAreSmokeAndStayOverAReload() {
    byId("window-3600").click();

    assertThat(byId("chart")).hasAttribute("data-kind", "smoke");
    seen("shown-reply");
    seen("shown-lost");
    assertThat(byId("histogram")).isVisible();
    assertThat(byId("availability-bar")).isVisible();
    page.reload();
    seen("shown-reply");
    byId("window-86400").click();
    assertThat(byId("chart")).hasAttribute("data-kind", "smoke");
    seen("shown-lost");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("smoke.png")).setFullPage(true));
    byId("window-10").click();
    assertThat(byId("chart")).hasAttribute("data-kind", "samples");
    seen("worst-lateness");
  }

  @Test
  void smokeFollowsLiveUntilSomeoneZoomsIn() {
    byId("window-3600").click();
    Locator chart = byId("chart");
    assertThat(chart).hasAttribute("data-kind", "smoke");

    chart.focus();
    page.keyboard().press("+");
    assertThat(chart).hasAttribute("data-live", "false");
    byId("back-to-live").click();

    assertThat(chart).hasAttribute("data-live", "true");
  }

  private Locator byId(String id) {
    return page.getByTestId(id);
  }

  private void seen(String id) {
    assertThat(byId(id)).hasText(SOME, new LocatorAssertions.HasTextOptions().setTimeout(20_000));
  }
}
