package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.pingdeck.testing.ServerProcess;
import io.vertx.core.json.JsonObject;
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

/// The page on screens of every width, and after the connection was cut.
@Timeout(120)
class LayoutIT {
  private static final Pattern SOME = Pattern.compile("[1-9]");
  private static final Locator.FilterOptions TCP =
      new Locator.FilterOptions().setHasText("connect");

  /// Elements wider than their box, unless they scroll or end in an ellipsis.
  private static final String CUT_OFF =
      """
      () => [...document.querySelectorAll('body, body *')]
        .filter((e) => !e.closest('.unseen, input, select, [hidden]'))
        .filter((e) => e.getBoundingClientRect().width > 1 && e.scrollWidth > e.clientWidth + 1)
        .filter((e) => {
          const { overflowX, textOverflow } = getComputedStyle(e);
          const told = e.hasAttribute('data-more') || textOverflow === 'ellipsis';
          return overflowX !== 'visible' && !told;
        })
        .map((e) => e.tagName + '.' + e.className)
        .concat(document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])
      """;

  /// Names whose value is in another column, regardless of the number of values.
  private static final String TORN =
      """
      () => {
        const shown = [...document.querySelectorAll('.figures .figure')];
        const torn = [];
        for (const last of shown.slice(2).reverse()) {
          torn.push(...shown.filter((e) => e.getClientRects().length > 1));
          last.style.display = 'none';
        }
        shown.forEach((e) => e.removeAttribute('style'));
        return torn.map((e) => e.textContent);
      }
      """;

  /// Words of a ping's name, state and values that a narrow box has broken, and parts of a list row
  /// outside that row.
  private static final String BROKEN =
      """
      () => {
        const textsOf = (root) => {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          const texts = [];
          while (walker.nextNode()) texts.push(walker.currentNode);
          return texts.filter((text) => !text.parentElement.closest('.unseen'));
        };
        const boxesOf = (text, from, to) => {
          const range = document.createRange();
          range.setStart(text, from);
          range.setEnd(text, to);
          return [...range.getClientRects()].filter(({ width }) => width > 0);
        };
        const shown = document.querySelectorAll('.ping-view h1, .status-line, .ping-list tbody td');
        const broken = [...shown].flatMap(textsOf).flatMap((text) =>
          [...text.data.matchAll(/[^\\s]+(?:\\u202f[^\\s]+)*/g)]
            .filter(({ 0: word, index }) => {
              const tops = boxesOf(text, index, index + word.length).map(({ top }) => Math.round(top));
              return new Set(tops).size > 1;
            })
            .map(([word]) => 'broken: ' + word));
        const outside = [...document.querySelectorAll('[data-testid=ping-row]')].flatMap((row) => {
          const { top, bottom, right } = row.getBoundingClientRect();
          return textsOf(row)
            .filter((text) => boxesOf(text, 0, text.length)
              .some((box) => box.top < top - 1 || box.bottom > bottom + 1 || (text.parentElement.closest('td') && box.right > right + 1)))
            .map((text) => 'outside its row: ' + text.data.trim());
        });
        const cells = [...document.querySelectorAll('[data-testid=ping-row]')].flatMap((row) => {
          const boxes = [...row.querySelectorAll('td.number')].flatMap((cell) =>
            textsOf(cell).flatMap((text) => boxesOf(text, 0, text.length).map((box) => ({ cell, box, text }))));
          return boxes.filter(({ cell, box }) => boxes.some((other) => other.cell !== cell
              && other.box.left < box.right - 1 && box.left < other.box.right - 1
              && other.box.top < box.bottom - 1 && box.top < other.box.bottom - 1))
            .map(({ text }) => 'over its neighbour: ' + text.data.trim());
        });
        return [...broken, ...outside, ...cells];
      }
      """;

  /// Puts the longest possible values into the rows of ended pings.
  private static final String LONGEST_FIGURES =
      """
      () => {
        for (const cell of document.querySelectorAll('[data-testid=ping-row] td.number')) {
          const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const text = walker.currentNode;
            if (/^p95/.test(text.data) || !/\\d|–/.test(text.data)) continue;
            text.data = cell.matches('.loss') ? '>\\u202f99.9\\u202f%' : '1,234\\u202fms';
          }
        }
      }
      """;

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
                .setViewportSize(1280, 900)
                .setColorScheme(ColorScheme.LIGHT));
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
  void nothingIsCutOffUnseenOnScreensOfAnyWidth() {
    open(pingdeck.page().toString());
    byId("field-interval").fill("100ms");
    byId("start").click();
    Places.unfoldFigures(page);
    assertThat(byId("stat-all-plannedP99")).hasText(SOME);
    String ping = page.url();

    for (int width : List.of(320, 390, 520, 641, 768, 900, 1024, 1081, 1180, 1440, 1920)) {
      page.setViewportSize(width, 900);
      page.navigate(ping);
      assertThat(byId("stat-all-plannedP99")).hasText(SOME);
      Object cut = page.evaluate(CUT_OFF);
      Assertions.assertThat(cut).as("at %d pixels", width).isEqualTo(List.of());
      Object torn = page.evaluate(TORN);
      Assertions.assertThat(torn).as("at %d pixels", width).isEqualTo(List.of());
      boolean scrolls =
          (boolean)
              page.evaluate(
                  "(e => e.scrollWidth > e.clientWidth + 1)(document.querySelector('.scrolling'))");
      Locator hint = byId("scroll-hint");
      assertThat(hint).isVisible(new LocatorAssertions.IsVisibleOptions().setVisible(scrolls));
      for (String place : List.of("compare", "heartbeats", "echo", "system", "wall", "overview")) {
        Places.go(page, place);
        Object cutThere = page.evaluate(CUT_OFF);
        Assertions.assertThat(cutThere).as("%s at %d", place, width).isEqualTo(List.of());
      }
      // Every value in the list stays visible, wherever it moves.
      String row = byId("ping-row").first().innerText();
      Assertions.assertThat(row.split("%", -1).length - 1)
          .as("loss at %d in %s", width, row)
          .isEqualTo(2);
      Assertions.assertThat(row.split("[µm]s", -1).length - 1).as("RTT at %d", width).isEqualTo(3);
    }
  }

  @Test
  void nameStateAndFiguresOfAPingThatIsDownStandInWholeWordsOnNarrowScreens() throws IOException {
    open(pingdeck.page().toString());
    for (int i = 0; i < 2; i++) {
      byId("field-target").fill("tcp://127.0.0.1:" + ServerProcess.freePort());
      byId("field-interval").fill("50ms");
      byId("field-count").fill("6");
      byId("start").click();
      assertThat(byId("ping-state")).isVisible();
      assertThat(byId("ping-state")).hasText("finished");
      assertThat(byId("status-reason")).not().isEmpty();
      if (i == 0) {
        Places.go(page, "overview");
      }
    }
    String ping = page.url();
    Places.go(page, "overview");
    assertThat(byId("ping-row")).hasCount(2);
    for (Locator row : byId("ping-row").all()) {
      assertThat(row.locator("td.loss")).containsText(Pattern.compile("0.%.*total.*0.%"));
    }

    for (int width : List.of(320, 390, 560, 640, 700, 900, 1280)) {
      page.setViewportSize(width, 900);
      page.navigate(ping);
      assertThat(byId("status-reason")).isVisible();
      Assertions.assertThat(page.evaluate(BROKEN)).as("ping at %d", width).isEqualTo(List.of());
      double name = page.locator(".ping-view h1").boundingBox().y;
      double status = page.locator(".status-line").boundingBox().y;
      Assertions.assertThat(status).as("at %d pixels", width).isGreaterThan(name + 15);
      Places.go(page, "overview");
      page.evaluate(LONGEST_FIGURES);
      Assertions.assertThat(byId("ping-row").first().innerText()).contains("99.9");
      Assertions.assertThat(page.evaluate(BROKEN)).as("at %d pixels", width).isEqualTo(List.of());
    }
  }

  @Test
  void whatAPrivilegeIsMissingForIsToldInLinesOfWords() {
    page.route("**/api/v1/system", LayoutIT::withoutPrivileges);
    open(pingdeck.page().toString());
    Places.go(page, "echo");

    for (int width : List.of(390, 900, 1440)) {
      page.setViewportSize(width, 900);
      page.getByTestId("echo-impairments").first().click();
      Locator reason = byId("echo-no-icmp").first();
      assertThat(reason).containsText("CAP_NET_RAW");
      Assertions.assertThat(reason.boundingBox().width).as("at %d", width).isGreaterThan(150);
      page.getByTestId("echo-impairments").first().click();
    }
  }

  private static void withoutPrivileges(Route route) {
    JsonObject system = new JsonObject(route.fetch().text());
    system
        .getJsonObject("capabilities")
        .put("noIcmpAnswers", "not permitted: give the service CAP_NET_RAW in its systemd unit");
    route.fulfill(new Route.FulfillOptions().setBody(system.encode()));
  }

  @Test
  void theConnectionFaultDisappearsOnceItIsBack() throws IOException {
    try (CuttableWire wire = new CuttableWire(pingdeck.page())) {
      open(wire.page().toString());
      wire.cut();
      assertThat(byId("connection")).hasAttribute("data-phase", "broken");
      byId("start").click();
      assertThat(byId("form-error")).containsText("does not respond");

      wire.mend();

      assertThat(byId("connection"))
          .hasAttribute(
              "data-phase", "live", new LocatorAssertions.HasAttributeOptions().setTimeout(8000));
      assertThat(byId("form-error")).hasCount(0);
    }
  }

  @Test
  void howATargetIsPingedStandsInListAndHead() {
    open(pingdeck.page().toString());
    byId("field-target").fill("http://127.0.0.1:" + pingdeck.page().getPort() + "/");
    byId("field-method").selectOption("HEAD");
    byId("start").click();

    assertThat(byId("ping-kind")).containsText("HEAD");
    Places.go(page, "overview");
    assertThat(byId("row-about").first()).containsText("HEAD");
    byId("field-target").fill("tcp://127.0.0.1:" + pingdeck.page().getPort());
    byId("start").click();

    assertThat(byId("ping-kind")).containsText("connect");
    Places.go(page, "overview");
    assertThat(byId("row-about").filter(TCP)).containsText("connect");
  }

  @Test
  void aListIsStartedOnlyWhereItIsWhatIsSeen() {
    open(pingdeck.page().toString());
    byId("many-targets").click();
    byId("field-targets").fill("icmp://127.0.0.1\n# none\nicmp://127.0.0.2\n");
    assertThat(byId("start")).hasText("Start 2");
    double narrow = byId("field-count").boundingBox().width;
    byId("one-target").click();
    assertThat(byId("field-targets")).hasCount(0);
    Assertions.assertThat(narrow).isEqualTo(byId("field-count").boundingBox().width);

    byId("start").click();

    assertThat(byId("ping-state")).isVisible();
    Places.go(page, "overview");
    assertThat(byId("ping-row")).hasCount(1);
    byId("many-targets").click();
    assertThat(byId("field-targets")).hasValue(Pattern.compile("icmp://127.0.0.1\\n# none\\n.*"));
    byId("more").click();
    byId("field-ttl").fill("9");
    byId("more").click();
    assertThat(byId("more")).hasText("More: 1 set");
  }

  @Test
  void allOfAShortLifeFillsTheChart() {
    open(pingdeck.page().toString());
    byId("field-interval").fill("100ms");
    byId("field-count").fill("10");
    byId("start").click();
    assertThat(byId("ping-state")).hasText("finished");

    byId("window-all").click();

    assertThat(byId("chart")).hasAttribute("aria-label", Pattern.compile("times of [12] s;"));
    assertThat(byId("shown-reply")).hasText("10");
  }

  private void open(String url) {
    page.navigate(url);
    assertThat(byId("connection")).hasAttribute("data-phase", "live");
    assertThat(byId("start")).isEnabled();
  }

  private Locator byId(String id) {
    return page.getByTestId(id);
  }
}
