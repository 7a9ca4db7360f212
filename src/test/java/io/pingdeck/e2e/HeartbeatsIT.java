package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sends heartbeats to the packaged program and checks its page in Chromium.
@Timeout(120)
class HeartbeatsIT {
  private static final String RUN = "00c0ffee";
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final long PAUSE_MILLIS = 2_500;
  private static final List<String> EVERY_TENTH =
      List.of("--set", "heartbeat.rules.interval=100ms", "--set", "heartbeat.rules.grace=400ms");

  /// One that stays late, one whose interval is so long that it stays in doubt after a pause of the
  /// monitor, one that is new for a minute, and one that never sent a beat.
  private static final String APPLICATIONS =
      """
      heartbeat.applications=[{name: mail-queue, misses: 900}, {name: cold-standby}, \
      {name: edge-cache, misses: 600, lateMisses: 599}, {name: search-api, misses: 600}]\
      """;

  private static final List<String> ALL_STATES =
      Stream.concat(EVERY_TENTH.stream(), Stream.of("--set", APPLICATIONS)).toList();
  private static final Path AXE = Path.of("webroot", "node_modules", "axe-core", "axe.min.js");
  private static final Pattern SILENT = Pattern.compile("\\d s ago");
  private static final Pattern ADDRESS = Pattern.compile("udp://127\\.0\\.0\\.1:(\\d+)");

  private static Playwright playwright;
  private static Browser browser;

  private final List<String> errors = new ArrayList<>();
  private final ScheduledExecutorService senders = Executors.newScheduledThreadPool(1);
  private RunningPingdeck pingdeck;
  private BrowserContext context;
  private Page page;
  private DatagramSocket socket;
  private int port;

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
  void open() throws IOException {
    socket = new DatagramSocket();
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setColorScheme(ColorScheme.DARK));
    context.setDefaultTimeout(10_000);
    page = context.newPage();
    page.onPageError(errors::add);
    start(EVERY_TENTH);
  }

  private void start(List<String> flags) throws IOException {
    pingdeck = RunningPingdeck.start(0, flags.toArray(String[]::new));
    page.navigate(pingdeck.page() + "#/heartbeats");
    String listening = byId("monitor").textContent();
    var address = ADDRESS.matcher(listening);
    Assertions.assertThat(address.find()).as(listening).isTrue();
    port = Integer.parseInt(address.group(1));
  }

  @AfterEach
  void end() {
    senders.shutdownNow();
    socket.close();
    context.close();
    pingdeck.close();
  }

  @Test
  void everyStateIsToldInWordsAndItsChangesInOrder() throws IOException {
    everyTenth(sequence -> {
      send("heartbeat " + sequence + " 1735689600 web-frontend aaaa");
      if (sequence % 3 != 2) {
        send("heartbeat " + sequence + " 1735689600 far-link aaaa");
      }
      if (sequence < 10) {
        send("heartbeat " + sequence + " 1735689600 build-7 aaaa");
        send("heartbeat " + sequence + " 1735689600 nightly aaaa");
      } else if (sequence == 10) {
        send("goodbye 10 1735689600 nightly aaaa");
      }
    });

    state("far-link", "losing");
    state("build-7", "stopped");
    state("nightly", "goodbye");
    state("web-frontend", "alive");
    send("heartbeat 0 1735689700 nightly bbbb");
    send("<script>alert(1)</script>");
    state("nightly", "restarted");
    assertThat(row("build-7")).containsText("stopped");
    assertThat(row("far-link")).containsText("network loss");
    assertThat(row("far-link").locator("td.loses").first()).containsText("%");
    assertThat(byId("heartbeat-changes").locator("li").first()).containsText("nightly");
    assertThat(byId("monitor")).containsText("not a heartbeat 1");
    picture("heartbeats-dark");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    picture("heartbeats-light");
    Assertions.assertThat(errors).isEmpty();
  }

  /// The page with every state at once; creates the screenshot in src/docs.
  @Test
  void allStatesAtOnceAreToldApart() throws Exception {
    pingdeck.close();
    start(ALL_STATES);
    AtomicInteger latest = new AtomicInteger();
    AtomicInteger end = new AtomicInteger(Integer.MAX_VALUE);
    everyTenth(sequence -> {
      latest.set(sequence);
      if (sequence < 20) {
        beat("edge-cache", sequence);
      }
      if (sequence < end.get()) {
        beat("build-7", sequence);
        beat("mail-queue", sequence);
        beat("nightly-backup", sequence);
      } else if (sequence == end.get()) {
        send("goodbye " + sequence + " " + now() + " nightly-backup " + RUN);
      }
      if (sequence % 10 < 7) {
        beat("far-link", sequence);
      }
      beat("web-frontend", sequence);
      send("heartbeat " + sequence % 50 + " " + now() + " search-api 000" + sequence / 50);
    });
    state("edge-cache", "alive");
    assertThat(row("edge-cache")).containsText(SILENT);
    pingdeck.signal("STOP");
    page.waitForTimeout(PAUSE_MILLIS);
    pingdeck.signal("CONT");
    state("edge-cache", "monitorPaused");
    state("build-7", "alive");
    end.set(latest.get() + 20);

    state("build-7", "stopped");
    state("mail-queue", "late");
    state("far-link", "losing");
    state("search-api", "restarted");
    state("nightly-backup", "goodbye");
    state("edge-cache", "monitorPaused");
    state("cold-standby", "waiting");
    state("web-frontend", "alive");
    assertThat(byId("monitor")).containsText("monitor pauses");
    page.setViewportSize(1400, 900);
    byId("heartbeats").scrollIntoViewIfNeeded();
    byId("heartbeats")
        .screenshot(
            new Locator.ScreenshotOptions().setPath(SCREENSHOTS.resolve("heartbeat-states.png")));
    page.setViewportSize(400, 900);
    picture("heartbeats-phone");
    Assertions.assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
        .as("nothing sticks out on a phone")
        .isLessThanOrEqualTo(400);
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void rulesForAllAreChangedOnThePageAndTakenBackToTheFiles() {
    byId("beat-defaults-summary").click();
    assertThat(byId("beat-defaults-rule")).containsText("As in the configuration file");
    byId("beat-defaults").getByLabel("Stopped after misses").fill("3");
    assertThat(byId("beat-defaults-rule")).containsText("2.70 % of all windows");
    byId("beat-defaults").getByLabel("Late after misses").fill("3");
    byId("beat-defaults-save").click();
    assertThat(byId("beat-defaults")).containsText("below misses");
    byId("beat-defaults").getByLabel("Late after misses").fill("2");
    byId("beat-defaults-save").click();

    assertThat(byId("beat-defaults-summary")).containsText("1 differs from the file");
    assertThat(byId("beat-defaults")).containsText("file: 5");
    picture("heartbeat-rules");
    byId("beat-defaults-drop").click();

    assertThat(byId("beat-defaults-rule")).containsText("As in the configuration file");
    assertThat(byId("beat-defaults").getByLabel("Stopped after misses")).hasValue("5");
    Assertions.assertThat(errors).isEmpty();
  }

  @Test
  void aRuleIsChangedOnThePageAndItsChanceOfAFalseAlarmIsTold() throws IOException {
    everyTenth(sequence -> send("heartbeat " + sequence + " 1735689600 app aaaa"));
    state("app", "alive");

    row("app").locator("button").click();
    assertThat(byId("beat-rules-rule")).containsText("0.24 % of all windows");
    byId("beat-rules").getByLabel("Stopped after misses").fill("3");
    byId("beat-rules").getByLabel("Late after misses").fill("9");
    byId("beat-rules-save").click();
    assertThat(byId("beat-rules")).containsText("below misses");
    byId("beat-rules").getByLabel("Late after misses").fill("2");
    byId("beat-rules-save").click();

    assertThat(byId("beat-rules-rule")).containsText("2.70 % of all windows");
    assertThat(byId("beat-rules-rule")).containsText("stopped after 0.7 s");
    picture("heartbeat-details");
    axeIsContent();
  }

  @Test
  void beatsAreSentFromThePageAndTheirGoodbyeIsNoAlarm() {
    byId("beat-senders").locator("summary").click();
    page.locator("#beat-sender-name").fill("from-here");
    page.locator("#beat-sender-interval").fill("100ms");
    byId("beat-sender-start").click();
    state("from-here", "alive");
    assertThat(byId("beat-sender")).containsText("from-here");

    byId("beat-sender").locator("button").click();
    state("from-here", "goodbye");

    assertThat(byId("beat-sender")).hasCount(0);
    Assertions.assertThat(errors).isEmpty();
  }

  private void axeIsContent() throws IOException {
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      page.evaluate(Files.readString(AXE));
      Object violations =
          page.evaluate(
              "async () => (await axe.run()).violations"
                  + ".map((found) => found.id + ': ' + found.nodes.map((node) => node.html))");
      Assertions.assertThat((List<?>) violations).as(scheme.name()).isEmpty();
    }
  }

  private void beat(String name, int sequence) throws IOException {
    send("heartbeat " + sequence + " " + now() + " " + name + " " + RUN);
  }

  private static String now() {
    return BigDecimal.valueOf(System.currentTimeMillis(), 3).toPlainString();
  }

  private interface Beats {
    void send(int sequence) throws IOException;
  }

  /// Ten times per second, starting with sequence 0.
  private void everyTenth(Beats beats) {
    int[] sequence = {0};
    senders.scheduleAtFixedRate(
        () -> {
          try {
            beats.send(sequence[0]++);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        0,
        100,
        TimeUnit.MILLISECONDS);
  }

  private void send(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
  }

  private void state(String name, String state) {
    assertThat(row(name))
        .hasAttribute(
            "data-state", state, new LocatorAssertions.HasAttributeOptions().setTimeout(15_000));
  }

  private Locator row(String name) {
    return page.locator("[data-testid=heartbeat-row][data-name=" + name + "]");
  }

  private Locator byId(String id) {
    return page.getByTestId(id);
  }

  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }
}
