package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
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

/// Opens the page of the packaged program in Chromium and acts like a user.
@Timeout(120)
class DashboardIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Path AXE = Path.of("webroot", "node_modules", "axe-core", "axe.min.js");
  private static final Pattern SOME = Pattern.compile("[1-9]");
  private static final List<String> PLACES =
      List.of("overview", "compare", "heartbeats", "echo", "system", "wall");
  private static final Pattern LOSS = Pattern.compile("[1-9].*%");

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
  void startPingdeck() throws IOException {
    pingdeck = RunningPingdeck.start(0);
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setColorScheme(ColorScheme.DARK));
    context.setDefaultTimeout(10_000);
    page = context.newPage();
    page.onPageError(errors::add);
    page.onConsoleMessage(this::remember);
  }

  @AfterEach
  void endPingdeck() {
    context.close();
    pingdeck.close();
  }

  @Test
  void thePingIsOneClickAndTheLossThatIsInjectedIsMeasured() {
    open(pingdeck.page());
    picture("empty");
    fill("field-interval", "50ms");
    click("start");

    Places.unfoldFigures(page);
    seen("figure-replied", SOME);
    seen("figure-median", Pattern.compile("[1-9].*(µs|ms|s)"));
    seen("span-median", Pattern.compile("[1-9].*(µs|ms|s)"));
    assertThat(byId("span-loss")).hasText("0\u202f%");
    assertThat(byId("figure-lost")).hasCount(0); // what never happened takes no row
    byId("echo-loss").fill("50");
    assertThat(byId("echo-loss-value")).hasText(Pattern.compile("50[.,]0.*%"));
    seen("shown-lost", SOME);
    seen("span-loss", LOSS);
    seen("figure-lost", SOME);
    seen("figure-lossMinute", LOSS);
    seen("echo-injected", LOSS);
    seen("echo-measured", LOSS);
    picture("losing-dark");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    picture("losing-light");
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void aStoppedPingIsStillThereAfterReload() {
    open(pingdeck.page());
    fill("field-interval", "50ms");
    click("start");
    Places.unfoldFigures(page);
    seen("figure-replied", SOME);

    click("stop");
    assertThat(byId("ping-state")).hasText("stopped");
    String replied = byId("figure-replied").textContent();
    page.reload();

    assertThat(byId("ping-state")).hasText("stopped");
    assertThat(byId("figure-replied")).hasText(replied);
    seen("shown-reply", SOME);
    Places.go(page, "overview");
    assertThat(byId("ping-row")).hasAttribute("data-state", "stopped");
    page.goBack();
    click("restart");
    assertThat(byId("ping-state")).hasText("running");
    Places.go(page, "overview");
    assertThat(byId("ping-row")).hasCount(2);
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void faultsStandAtTheirFields() {
    open(pingdeck.page());
    fill("field-target", "udp://nowhere");
    fill("field-interval", "soon");
    fill("field-count", "many");

    click("start");

    assertThat(byId("error-target")).isVisible();
    assertThat(byId("error-interval")).isVisible();
    assertThat(byId("error-count")).isVisible();
    assertThat(byId("field-target")).isFocused();
    assertThat(byId("ping-row")).hasCount(0);
    picture("faults");
  }

  @Test
  void theNewestProbesTellWhatTheServerSentBack() {
    open(pingdeck.page());
    fill("field-interval", "100ms");

    click("start");

    assertThat(byId("probe-row")).hasCount(10);
    assertThat(byId("probe-row").first()).containsText("reply");
    assertThat(byId("probe-answer").first()).containsText("PING ");
    picture("newest-probes");
  }

  @Test
  void anIcmpErrorIsNamedAndMarked() throws IOException {
    open(pingdeck.page());
    fill("field-target", "udp://127.0.0.1:" + closedPort());
    fill("field-interval", "100ms");

    click("start");

    seen("shown-icmpError", SOME);
    assertThat(byId("icmp-errors")).containsText("port unreachable");
    assertThat(byId("icmp-errors")).containsText("127.0.0.1");
    assertThat(byId("probe-row").first()).containsText("ICMP error: port unreachable");
    picture("icmp-error");
  }

  @Test
  void anIcmpPingWithATimeToLiveIsOneFormAway() {
    open(pingdeck.page());
    fill("field-target", "icmp://127.0.0.1");
    fill("field-interval", "50ms");
    click("more");
    fill("field-ttl", "5");

    click("start");

    seen("shown-reply", SOME);
    Places.go(page, "system");
    assertThat(byId("workers")).containsText("probes/s");
    seen("lateness", Pattern.compile("[1-9].*"));
  }

  @Test
  void aPastedListStartsTogetherOrNamesItsBadLines() throws IOException {
    open(pingdeck.page());
    fill("field-interval", "100ms");
    click("many-targets");
    assertThat(byId("field-target")).hasCount(0);
    fill("field-targets", "icmp://127.0.0.1\n# a comment\nudp://127.0.0.1\n");
    assertThat(byId("start")).hasText("Start 2");

    click("start");

    assertThat(byId("error-targets")).containsText("line 3: udp needs a port");
    assertThat(byId("ping-row")).hasCount(0);
    fill("field-targets", "icmp://127.0.0.1\n# a comment\nudp://127.0.0.1:" + closedPort());
    click("start");
    assertThat(byId("told")).hasText("2 pings started");
    assertThat(byId("ping-row")).hasCount(2);
    picture("list");
  }

  @Test
  void aCutConnectionIsToldAndResumedWithoutAHole() throws IOException {
    try (CuttableWire wire = new CuttableWire(pingdeck.page())) {
      open(wire.page());
      fill("field-interval", "50ms");
      click("start");
      seen("shown-reply", SOME);

      wire.cut();
      assertThat(byId("banner")).containsText("since");
      assertThat(byId("connection")).hasAttribute("data-phase", "broken");
      picture("cut");
      wire.mend();
      click("retry");

      assertThat(byId("connection")).hasAttribute("data-phase", "live");
      assertThat(byId("banner")).hasCount(0);
      click("stop");
      assertThat(byId("ping-state")).hasText("stopped");
      Places.unfoldFigures(page);
      assertThat(byId("shown-gaps")).hasText("0");
      assertThat(byId("shown-reply")).hasText(digits(byId("figure-replied").textContent()));
    }
    assertNoneAbout("Content Security Policy");
  }

  @Test
  void aRestartedServerIsFoundAgainAndThePingCanBeStartedAgain() throws IOException {
    open(pingdeck.page());
    fill("field-interval", "50ms");
    click("start");
    seen("shown-reply", SOME);

    pingdeck.close();
    assertThat(byId("banner")).isVisible();
    pingdeck = RunningPingdeck.start(pingdeck.page().getPort());

    assertThat(byId("connection"))
        .hasAttribute(
            "data-phase", "live", new LocatorAssertions.HasAttributeOptions().setTimeout(40_000));
    assertThat(byId("unknown-ping")).isVisible();
    click("restart");
    assertThat(byId("ping-state")).hasText("running");
    assertNoneAbout("Content Security Policy");
  }

  @Test
  void theChartFollowsLiveUntilSomeoneZoomsIn() {
    open(pingdeck.page());
    fill("field-interval", "50ms");
    click("start");
    seen("shown-reply", SOME);
    Locator chart = byId("chart");

    chart.focus();
    page.keyboard().press("+");
    assertThat(chart).hasAttribute("data-live", "false");
    click("back-to-live");

    assertThat(chart).hasAttribute("data-live", "true");
    assertThat(byId("back-to-live")).hasCount(0);
  }

  @Test
  void axeFindsNothingToComplainOf() throws IOException {
    open(pingdeck.page());
    fill("field-interval", "50ms");
    click("start");
    assertThat(byId("ping-status")).hasText("up");
    assertAxeFindsNothing("up");
    click("echo-lab");
    seen("shown-lost", SOME);
    assertAxeFindsNothing("losing");
    Places.go(page, "overview");
    fill("field-target", "udp://127.0.0.1:" + closedPort());
    click("start");
    assertThat(byId("ping-status")).hasText("down");
    Places.unfoldFigures(page);
    assertThat(byId("windows")).isVisible();
    assertAxeFindsNothing("down");
    for (String place : PLACES) {
      Places.go(page, place);
      assertAxeFindsNothing(place);
    }
    page.navigate(pingdeck.page() + "#/nowhere");
    assertThat(byId("unknown-place")).isVisible();
    assertAxeFindsNothing("an unknown place");
  }

  @Test
  void aPhoneNeedsNoScrollingSideways() {
    page.setViewportSize(390, 844);
    open(pingdeck.page());
    fill("field-interval", "50ms");
    click("start");
    seen("shown-reply", SOME);

    assertNothingIsWiderThanThePage("ping");
    picture("phone");
    for (String place : PLACES) {
      Places.go(page, place);
      assertNothingIsWiderThanThePage(place);
      picture("phone-" + place);
    }
  }

  private void assertNothingIsWiderThanThePage(String place) {
    Object overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth");
    Assertions.assertThat(((Number) overflow).intValue()).as(place).isLessThanOrEqualTo(0);
  }

  private void assertAxeFindsNothing(String state) throws IOException {
    page.evaluate(Files.readString(AXE));
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      Object violations =
          page.evaluate(
              "async () => (await axe.run()).violations"
                  + ".map((found) => found.id + ': ' + found.nodes.map((node) => node.html))");
      Assertions.assertThat((List<?>) violations).as("%s, %s", state, scheme).isEmpty();
    }
  }

  private void open(URI at) {
    page.navigate(at.toString());
    assertThat(byId("connection")).hasAttribute("data-phase", "live");
    assertThat(byId("field-target")).hasValue(Pattern.compile("udp://127\\.0\\.0\\.1:\\d+"));
  }

  /// Elements of an echo server refer to the UDP server.
  private Locator byId(String id) {
    return id.startsWith("echo-")
        ? page.locator("[data-echo-id^=udp]").getByTestId(id)
        : page.getByTestId(id);
  }

  private void click(String id) {
    byId(id).click();
  }

  private void fill(String id, String text) {
    byId(id).fill(text);
  }

  private void seen(String id, Pattern text) {
    assertThat(byId(id)).hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(15_000));
  }

  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  private void remember(ConsoleMessage message) {
    if (message.type().equals("error")) {
      errors.add(message.text());
    }
  }

  /// Chromium itself reports requests that fail while the server is down; they are not faults.
  private void assertNoneAbout(String words) {
    Assertions.assertThat(errors).noneMatch(error -> error.contains(words));
  }

  private static String digits(String count) {
    return count.replaceAll("\\D", "");
  }

  private static int closedPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
