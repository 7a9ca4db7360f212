package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
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

  @Test
  void aTagIsGivenInTheFormAndFiltersTheList() throws IOException {
    ping("a", ",\"tags\":[\"core\",\"berlin\",\"x\"]");
    ping("long-name-of-a-router-in-the-cellar-of-the-house", ",\"tags\":[\"berlin\"]");
    open("");
    byId("more").click();
    byId("field-tags").fill("core, -bad");
    byId("start").click();
    assertThat(byId("error-tags")).containsText("-bad");
    looksRight("tags-form");
    byId("field-tags").fill("core, münchen");
    byId("start").click();
    assertThat(byId("ping-tags").locator(".tag")).hasText(new String[] {"core", "münchen"});
    looksRight("tags-ping");

    byId("ping-tags").getByText("core").click();
    assertThat(byId("ping-row")).hasCount(2);
    looksRight("tags-list");
    byId("row-tags").getByText("münchen").click();
    assertThat(byId("ping-row")).hasCount(1);
    page.waitForURL(Pattern.compile("tag=core,m%C3%BCnchen"));
    page.reload();
    assertThat(byId("ping-row")).hasCount(1);
    byId("filter-tag").first().click();
    byId("filter-tag").first().click();
    assertThat(byId("ping-row")).hasCount(3);
    byId("filter").fill("berlin");
    assertThat(byId("ping-row")).hasCount(2);

    byId("mark-all").click();
    byId("marked-tag").click();
    page.keyboard().type("office");
    looksRight("tags-marked");
    page.keyboard().press("Enter");
    assertThat(byId("marked")).hasCount(0);
    byId("filter").fill("office");
    assertThat(byId("ping-row")).hasCount(2);
  }

  @Test
  void aRunningPingIsEditedOnItsPage() throws IOException {
    ping("a", "");
    open("");
    page.getByTitle("a", new Page.GetByTitleOptions().setExact(true)).click();
    byId("edit").click();
    assertThat(byId("edit-name")).isFocused();
    byId("edit-tags").fill("-x");
    byId("edit-interval").fill("soon");
    byId("edit-save").click();
    assertThat(byId("edit-tags-fault")).containsText("is not a tag");
    assertThat(byId("edit-interval-fault")).not().isEmpty();
    assertThat(byId("edit-tags")).isFocused();
    looksRight("edit");
    byId("edit-name").fill("<i>b</i>");
    byId("edit-tags").fill("berlin core");
    byId("edit-interval").fill("200ms");
    byId("edit-timeout").fill("500ms");
    byId("edit-save").click();

    assertThat(byId("edit-ping")).hasCount(0);
    assertThat(page.locator(".ping-view h1")).containsText("<i>b</i>");
    assertThat(page.locator(".about")).containsText("every 200ms · timeout 500ms");
    assertThat(byId("ping-tags").locator(".tag")).hasText(new String[] {"berlin", "core"});
    assertThat(byId("ping-state")).hasText("running");
  }

  @Test
  void aViewerIsOfferedNothingThatChangesAPing() throws IOException {
    ping("a", ",\"tags\":[\"core\"]");
    page.route(
        "**/api/v1/session",
        route -> {
          JsonObject session = new JsonObject(route.fetch().text());
          session.put("user", new JsonObject().put("name", "eve").put("role", "viewer"));
          route.fulfill(new Route.FulfillOptions().setBody(session.encode()));
        });
    open("");
    byId("row-mark").click();
    assertThat(byId("marked-compare")).isVisible();
    assertThat(byId("row-tags")).isVisible();
    for (String button : List.of("stop", "pause", "resume", "restart", "tag", "delete")) {
      assertThat(byId("marked-" + button)).isHidden();
    }
    assertThat(byId("row-stop")).hasCount(0);

    page.getByTitle("a", new Page.GetByTitleOptions().setExact(true)).click();
    assertThat(byId("compare")).isVisible();
    for (String button : List.of("stop", "pause", "edit", "delete")) {
      assertThat(byId(button)).isHidden();
    }
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
