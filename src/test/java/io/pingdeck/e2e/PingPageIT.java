package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
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
    Places.keepFiguresUnfolded(context);
    page = context.newPage();
    page.onPageError(errors::add);
    page.navigate(pingdeck.page().toString());
    assertThat(byId("connection")).hasAttribute("data-phase", "live");
    Places.go(page, "echo");
    page.locator("[data-echo-id^=udp]").getByTestId("echo-loss").fill("30");
    Places.go(page, "overview");
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
    Places.go(page, "system");
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

  /// A young ping has no long span: what is chosen shows its life so far, and grows with it.
  @Test
  void longSpansAreSmokeAndStayOverAReload() {
    byId("window-3600").click();
    assertThat(byId("span-words")).hasText(Pattern.compile("the last \\d+ s"));
    assertThat(byId("chart")).hasAttribute("data-kind", "samples");
    lookAtAnHour();

    assertThat(byId("chart")).hasAttribute("data-kind", "smoke");
    seen("shown-reply");
    seen("shown-lost");
    assertThat(byId("histogram")).isVisible();
    assertThat(byId("availability-bar")).isVisible();
    page.reload();
    assertThat(byId("chart")).hasAttribute("data-kind", "smoke");
    seen("shown-reply");
    seen("shown-lost");
    seen("span-median");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("smoke.png")).setFullPage(true));
    byId("window-10").click();
    assertThat(byId("chart")).hasAttribute("data-kind", "samples");
    seen("worst-lateness");
  }

  @Test
  void smokeIsHeldUntilSomeoneGoesBackToLive() {
    lookAtAnHour();
    Locator chart = byId("chart");
    assertThat(chart).hasAttribute("data-kind", "smoke");
    assertThat(chart).hasAttribute("data-live", "false");

    byId("back-to-live").click();

    assertThat(chart).hasAttribute("data-live", "true");
    assertThat(chart).hasAttribute("data-kind", "samples");
  }

  @Test
  void theChartIsHalfOfTheScreenAndFullOfTheYoungPing() {
    page.setViewportSize(1400, 900);
    Locator chart = byId("chart");
    BoundingBox box = chart.boundingBox();

    Assertions.assertThat(box.height).isGreaterThanOrEqualTo(450);
    Assertions.assertThat(box.y + box.height).isLessThanOrEqualTo(900);
    assertThat(byId("window-60")).hasAttribute("aria-pressed", "true");
    assertThat(byId("span-words")).hasText(Pattern.compile("the last [1-5]?\\d s"));
    for (String figure : List.of("min", "mean", "median", "p95", "max", "loss")) {
      seen("span-" + figure);
    }
  }

  @Test
  void dragWheelAndKeysZoomAndALinkShowsTheSame() {
    Locator chart = byId("chart");
    BoundingBox box = chart.boundingBox();
    double middle = box.y + box.height / 2;
    page.mouse().move(box.x + box.width * 0.6, middle);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.9, middle);
    page.mouse().up();
    assertThat(chart).hasAttribute("data-live", "false");
    assertThat(byId("span-words")).containsText(" – ");

    chart.dblclick();
    assertThat(chart).hasAttribute("data-live", "true");
    page.mouse().move(box.x + box.width * 0.5, middle);
    page.mouse().wheel(0, -400);
    assertThat(chart).hasAttribute("data-live", "false");
    page.keyboard().press("l");
    assertThat(chart).hasAttribute("data-scale", Pattern.compile("log|linear"));
    String scale = chart.getAttribute("data-scale");
    page.waitForURL(Pattern.compile("from=.*&to=.*scale=" + scale));
    String words = byId("span-words").textContent();

    Page other = context.newPage();
    other.navigate(page.url());

    assertThat(other.getByTestId("span-words")).hasText(words);
    assertThat(other.getByTestId("chart")).hasAttribute("data-scale", scale);
  }

  /// The chart is not live: it shows the time up to now, and what it shows does not grow.
  private void lookAtAnHour() {
    byId("chart").focus();
    page.keyboard().press("+");
    for (int i = 0; i < 13; i++) {
      page.keyboard().press("-");
    }
  }

  private Locator byId(String id) {
    return page.getByTestId(id);
  }

  private void seen(String id) {
    assertThat(byId(id)).hasText(SOME, new LocatorAssertions.HasTextOptions().setTimeout(20_000));
  }
}
