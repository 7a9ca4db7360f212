package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.pingdeck.app.PlatformSockets;
import io.pingdeck.testing.Proves;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The echo servers' cards in Chromium: a ping next to them measures the impairments that are set
/// there.
@Timeout(120)
class EchoPageIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Pattern SOME = Pattern.compile("[1-9].*");
  private static final Pattern OVER_30_MS =
      Pattern.compile("([3-9]\\d|\\d{3,})([.,]\\d+)?\\s*ms|.*\\ds");

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

  @AfterEach
  void end() {
    if (context != null) {
      context.close();
    }
    if (pingdeck != null) {
      pingdeck.close();
    }
  }

  @Test
  void aPingFollowsTheKnobsOfAUdpServer() throws IOException {
    open(RunningPingdeck.start(0));
    startPing();
    knobs("udp");

    turn("udp", "delay", "40");
    seen(page.getByTestId("figure-last"), OVER_30_MS);
    turn("udp", "delay", "0");
    turn("udp", "duplicate", "50");
    seen(in("udp", "echo-duplicated"), SOME);
    turn("udp", "requestLoss", "30");
    seen(in("udp", "echo-drop-requestLoss"), SOME);
    seen(page.getByTestId("shown-lost"), SOME);

    turn("udp", "delay", "-5");
    assertThat(in("udp", "echo-fault")).containsText("delay");
    assertThat(in("udp", "echo-knob-delay")).hasValue("0");
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void anIcmpErrorOnPurposeIsAnIcmpErrorOfThePing() throws IOException {
    noIcmpAnswers()
        .ifPresent(why -> {
          throw Tool.notAllowed("raw sockets", why);
        });
    open(RunningPingdeck.start(0));
    startPing();
    knobs("udp");

    in("udp", "echo-knob-icmpErrorAs").selectOption("prohibited");
    turn("udp", "icmpError", "50");

    seen(page.getByTestId("shown-icmpError"), SOME);
    assertThat(page.getByTestId("icmp-errors"))
        .containsText("communication administratively prohibited");
    seen(in("udp", "echo-drop-prohibited"), SOME);
    picture("echo-icmp-error");
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void aTcpServerStallsLosesAndAnswersIcmpErrorsForALinePing() throws IOException {
    open(RunningPingdeck.start(0));
    Places.go(page, "echo");
    String where = page.locator("[data-echo-id^=tcp] h2 code").first().textContent();
    Places.go(page, "overview");
    page.getByTestId("field-target").fill(where);
    page.getByTestId("field-mode").selectOption("echo");
    page.getByTestId("field-interval").fill("50ms");
    page.getByTestId("start").click();
    seen(page.getByTestId("figure-replied"), SOME);
    knobs("tcp");
    assertThat(in("tcp", "echo-knob-duplicate")).hasCount(0);

    turn("tcp", "stallTime", "60");
    turn("tcp", "stall", "100");
    seen(in("tcp", "echo-stalled"), SOME);
    seen(page.getByTestId("figure-last"), OVER_30_MS);
    turn("tcp", "stall", "0");
    in("tcp", "echo-knob-lossAs").selectOption("reset");
    in("tcp", "echo-loss").fill("50");
    seen(page.getByTestId("shown-reset"), SOME);
    seen(in("tcp", "echo-measured"), SOME);
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  @Proves("U16")
  void aTakenPortIsSaidOnItsCardAndTheOthersRunOn() throws IOException {
    Locator unlucky;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      open(RunningPingdeck.start(0, "--set", "echo.servers.1.port=" + port));

      Places.go(page, "echo");
      unlucky = page.locator("[data-echo-id='tcp-127.0.0.1-" + port + "']");
      assertThat(unlucky).hasAttribute("data-state", "failed");
      assertThat(unlucky).containsText("in use");
      assertThat(page.locator("[data-echo-id][data-state=running]")).hasCount(2);
      picture("echo-port-taken");
    }
    unlucky.getByTestId("echo-toggle").click();
    assertThat(unlucky).hasAttribute("data-state", "running");
  }

  private static Optional<String> noIcmpAnswers() {
    return PlatformSockets.best().capabilities().noIcmpAnswers();
  }

  private static List<String> withoutRights() {
    if (noIcmpAnswers().isPresent()) {
      return List.of(); // and who has no rights may not drop them either
    }
    Tool.need(Tool.SETPRIV);
    return List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all");
  }

  @Test
  void withoutThePermissionIcmpErrorsAreOffAndTheCommandStandsThere() throws IOException {
    open(RunningPingdeck.startBy(withoutRights(), 0));
    Places.go(page, "echo");
    knobs("udp");

    assertThat(in("udp", "echo-knob-icmpError")).isDisabled();
    assertThat(in("udp", "echo-knob-icmpErrorAs")).isDisabled();
    assertThat(in("udp", "echo-no-icmp")).containsText("AmbientCapabilities=CAP_NET_RAW");
    assertThat(in("udp", "echo-no-icmp")).containsText("setpriv");
    Object status =
        page.evaluate(
            """
            async () => {
              const { echoServers } = await (await fetch('/api/v1/echo-servers')).json();
              const answer = await fetch('/api/v1/echo-servers/' + echoServers[0].id, {
                method: 'PATCH',
                headers: { 'content-type': 'application/json' },
                body: '{"icmpError":0.5}',
              });
              const { errors } = await answer.json();
              return answer.status + ' ' + errors[0].field + ' ' + errors[0].message;
            }
            """);
    Assertions.assertThat(status.toString().replace("`", "")) // they mark commands
        .isEqualTo("400 icmpError " + in("udp", "echo-no-icmp").textContent());
    picture("echo-no-icmp");
  }

  /// A screenshot of a server whose loss is increased while the ping next to it follows.
  @Test
  void theLossSliderMovesAndThePingFollows() throws IOException {
    open(RunningPingdeck.start(0));
    page.setViewportSize(1400, 900);
    startPing();
    page.getByText("10 s", new Page.GetByTextOptions().setExact(true)).click();
    Locator slider = in("udp", "echo-loss");
    for (int percent = 5; percent <= 40; percent += 5) {
      slider.fill(String.valueOf(percent));
      String replied = digits(page.getByTestId("figure-replied"));
      String lost = digits(page.getByTestId("figure-lost"));
      page.waitForCondition(() ->
          Integer.parseInt(digits(page.getByTestId("figure-replied")))
                  > Integer.parseInt(replied) + 8
              && Integer.parseInt(digits(page.getByTestId("figure-lost")))
                  > Integer.parseInt(lost));
    }

    assertThat(in("udp", "echo-loss-value")).hasText(Pattern.compile("40[.,]0.*%"));
    seen(in("udp", "echo-measured"), SOME);
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(
                  SCREENSHOTS.resolve(
                      "echo-slider-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
    }
    page.setViewportSize(1400, 1700);
    Places.go(page, "echo");
    knobs("udp");
    knobs("tcp");
    picture("echo-knobs");
    Assertions.assertThat(errors).isEmpty();
  }

  private void open(RunningPingdeck running) {
    pingdeck = running;
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1400, 900)
                .setColorScheme(ColorScheme.DARK));
    context.setDefaultTimeout(10_000);
    Places.keepFiguresUnfolded(context);
    page = context.newPage();
    page.onPageError(errors::add);
    page.navigate(pingdeck.page().toString());
    assertThat(page.getByTestId("connection")).hasAttribute("data-phase", "live");
    assertThat(page.getByTestId("field-target")).hasValue(Pattern.compile("udp://.*"));
  }

  private void startPing() {
    page.getByTestId("field-interval").fill("50ms");
    page.getByTestId("start").click();
    seen(page.getByTestId("figure-replied"), SOME);
  }

  /// The first server of this protocol.
  private Locator in(String protocol, String id) {
    return page.locator("[data-echo-id^=" + protocol + "]").first().getByTestId(id);
  }

  private void knobs(String protocol) {
    in(protocol, "echo-impairments").click();
  }

  private void turn(String protocol, String knob, String value) {
    Locator control = in(protocol, "echo-knob-" + knob);
    control.fill(value);
    control.blur();
  }

  private static void seen(Locator what, Pattern text) {
    assertThat(what).hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(15_000));
  }

  /// What never happened has no row.
  private static String digits(Locator count) {
    return count.count() == 0 ? "0" : count.textContent().replaceAll("\\D", "");
  }

  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }
}
