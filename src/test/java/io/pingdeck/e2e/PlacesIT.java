package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
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

/// The places of the page: their addresses, the way between them, and what can be done with many
/// pings.
@Timeout(120)
class PlacesIT {
  /// A name that a page would run if it took it for markup.
  private static final String HOSTILE = "<img src=x onerror=document.title='hacked'>";

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
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1400, 900)
                .setColorScheme(ColorScheme.LIGHT));
    context.setDefaultTimeout(10_000);
    page = context.newPage();
    page.onPageError(errors::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        errors.add(message.text());
      }
    });
    open("");
  }

  @AfterEach
  void end() {
    context.close();
    pingdeck.close();
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void everyPlaceHasItsTitleItsHeadingAndItsLinkAndBackLeadsBack() {
    for (String[] place :
        new String[][] {
          {"compare", "Compare"},
          {"heartbeats", "Heartbeats"},
          {"echo", "Echo servers"},
          {"system", "System"},
          {"wall", "Wall"},
          {"overview", "Overview"},
        }) {
      Places.go(page, place[0]);
      assertThat(page).hasTitle(place[1] + " · Pingdeck");
      assertThat(page.locator("main h1:focus")).hasText(place[1]);
      assertThat(page.locator("nav [aria-current=page]")).hasText(place[1]);
      assertThat(page.locator("main > :not([hidden])")).hasCount(1);
    }
    page.goBack();
    assertThat(page).hasTitle("Wall · Pingdeck");
    page.goBack();
    assertThat(page).hasTitle("System · Pingdeck");
    page.goForward();
    assertThat(page).hasTitle("Wall · Pingdeck");
  }

  @Test
  void anAddressThatIsNoneSaysSoAndLeadsToTheOverview() {
    open("#/nowhere/<b>");

    assertThat(byId("unknown-place")).containsText("#/nowhere/");
    byId("unknown-place").getByText("Go to the overview").click();
    assertThat(byId("new-ping")).isVisible();
    open("#/pings/none");
    assertThat(byId("unknown-ping")).containsText("not found");
    errors.removeIf(error -> error.contains("404")); // Chromium reports it by itself
  }

  @Test
  void skippingToTheContentStaysInThePlace() {
    Places.go(page, "echo");

    page.locator(".skip").focus();
    page.keyboard().press("Enter");

    assertThat(page.locator("#main")).isFocused();
    assertThat(page).hasTitle("Echo servers · Pingdeck");
  }

  @Test
  void whatIsTypedWhereNobodyLooksIsNotLost() {
    byId("field-target").fill("icmp://192.0.2.7");

    Places.go(page, "system");
    Places.go(page, "overview");

    assertThat(byId("field-target")).hasValue("icmp://192.0.2.7");
  }

  @Test
  void theListIsSortedAndFilteredAsItsLinkAndTheBrowserSay() throws IOException {
    String silent = "icmp://127.0.0.1";
    ping("berlin", silent);
    ping("amsterdam", silent);
    ping("cairo", "tcp://127.0.0.1:1");
    ping(HOSTILE, silent);
    assertThat(byId("ping-row")).hasCount(4);
    assertThat(row("cairo")).hasAttribute("data-status", "down");
    assertThat(byId("ping-row").first()).containsText("cairo");
    assertThat(row("cairo").getByTestId("row-since")).containsText("since");

    byId("sort-name").click();
    assertThat(byId("ping-row").nth(1)).containsText("amsterdam");
    byId("sort-name").click();
    assertThat(byId("ping-row").first()).containsText("cairo");
    byId("filter-protocol").selectOption("icmp");
    byId("filter").fill("er");
    assertThat(byId("ping-row")).hasCount(3);
    page.waitForURL(Pattern.compile("q=er.*sort=-name|sort=-name.*q=er"));

    Page other = context.newPage();
    other.navigate(page.url());
    assertThat(other.getByTestId("ping-row")).hasCount(3);
    assertThat(other.getByTestId("filter")).hasValue("er");
    assertThat(other.getByTestId("filter-protocol")).hasValue("icmp");
    assertThat(other.getByTestId("ping-row").first()).containsText("berlin");
    other.navigate(pingdeck.page().toString());
    other.reload();
    assertThat(other.getByTestId("ping-row")).hasCount(4);
    assertThat(other.getByTestId("ping-row").first()).containsText("cairo"); // by name, downwards
    row(HOSTILE).getByRole(com.microsoft.playwright.options.AriaRole.LINK).click();
    assertThat(page.locator(".ping-view h1")).containsText(HOSTILE);
    Assertions.assertThat(page.title()).startsWith(HOSTILE);
  }

  @Test
  void manyPingsAreStoppedAndDeletedTogether() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      ping(name, "icmp://127.0.0.1");
    }
    assertThat(byId("ping-row")).hasCount(3);

    byId("mark-all").click();
    assertThat(byId("marked-count")).hasText("3 selected");
    byId("marked-stop").click();
    assertThat(page.locator("[data-testid=ping-row][data-state=stopped]")).hasCount(3);
    assertThat(byId("marked")).hasCount(0);
    row("a").getByTestId("row-mark").click();
    row("b").getByTestId("row-mark").click();
    byId("marked-restart").click();
    assertThat(page.locator("[data-testid=ping-row][data-state=running]")).hasCount(2);
    byId("mark-all").click();
    byId("marked-delete").click();
    byId("marked-delete").click();

    assertThat(byId("no-pings")).isVisible();
  }

  @Test
  void theKeysAreListedAndThePaletteGoesToAPing() throws IOException {
    ping("berlin", "icmp://127.0.0.1");
    assertThat(byId("ping-row")).hasCount(1);

    page.keyboard().press("?");
    assertThat(byId("keys")).containsText("logarithmic");
    page.keyboard().press("Escape");
    assertThat(byId("keys")).hasCount(0);
    page.keyboard().press("g");
    page.keyboard().press("e");
    assertThat(page).hasTitle("Echo servers · Pingdeck");
    page.keyboard().press("Control+k");
    page.keyboard().type("berl");
    assertThat(byId("palette-entry").first()).containsText("berlin");
    page.keyboard().press("Enter");

    assertThat(page.locator(".ping-view h1")).containsText("berlin");
    page.keyboard().press("n");
    assertThat(byId("field-target")).isFocused();
    page.keyboard().type("?n");
    assertThat(byId("keys")).hasCount(0);
  }

  @Test
  void aLinkHoldsTheTheme() {
    byId("theme").click(); // light
    byId("theme").click();
    page.waitForURL(Pattern.compile("theme=dark"));
    Places.go(page, "system");
    page.waitForURL(Pattern.compile("system.*theme=dark"));

    try (BrowserContext another = browser.newContext()) {
      Page other = another.newPage();
      other.navigate(page.url());
      assertThat(other.locator("html")).hasAttribute("data-theme", "dark");
    }
  }

  @Test
  void theWallShowsProblemsLargeAndComparingTellsWhatDiffers() throws IOException {
    ping("berlin", "icmp://127.0.0.1");
    ping("cairo", "tcp://127.0.0.1:1");
    assertThat(row("cairo")).hasAttribute("data-status", "down");
    byId("mark-all").click();
    byId("marked-compare").click();
    assertThat(byId("differences").locator("tbody tr")).hasCount(2);
    assertThat(byId("differences")).containsText("berlin");

    Places.go(page, "wall");

    Locator tiles = byId("tile");
    assertThat(tiles).hasCount(2);
    assertThat(tiles.first()).containsText("cairo");
    assertThat(tiles.first()).containsText("down");
    Assertions.assertThat(tiles.first().boundingBox().width)
        .isGreaterThan(1.5 * tiles.nth(1).boundingBox().width);
  }

  private void open(String fragment) {
    page.navigate(pingdeck.page() + fragment);
    assertThat(byId("connection")).hasAttribute("data-phase", "live");
  }

  private void ping(String name, String target) throws IOException {
    pingdeck.post(
        "/api/v1/pings",
        "{\"name\":\"%s\",\"target\":\"%s\",\"interval\":\"100ms\"}".formatted(name, target));
  }

  private Locator row(String name) {
    Locator link = page.getByTitle(name, new Page.GetByTitleOptions().setExact(true));
    return byId("ping-row").filter(new Locator.FilterOptions().setHas(link)).first();
  }

  private Locator byId(String id) {
    return page.getByTestId(id);
  }
}
