package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.pingdeck.cli.CommandLines;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program on all addresses, with a user of each role, in Chromium.
@Timeout(120)
class LoginIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Path AXE = Path.of("webroot", "node_modules", "axe-core", "axe.min.js");
  private static final String PASSWORD = "correct horse";
  private static final Pattern SOME = Pattern.compile("[1-9]");

  private static Playwright playwright;
  private static Browser browser;

  @TempDir Path folder;
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
    Files.writeString(folder.resolve("password"), PASSWORD);
    for (String role : List.of("viewer", "operator", "admin")) {
      command("user", "add", role, "--role", role, "--password-file", password());
    }
    pingdeck = RunningPingdeck.start(0, "--set", dataDir(), "--set", "web.host=0.0.0.0");
    context = browser.newContext();
    page = context.newPage();
  }

  @AfterEach
  void stop() {
    if (context != null) {
      context.close();
    }
    if (pingdeck != null) {
      pingdeck.close();
    }
  }

  private String dataDir() {
    return "data.dir=" + folder.resolve("data");
  }

  private String password() {
    return folder.resolve("password").toString();
  }

  private void command(String... args) {
    StringWriter err = new StringWriter();
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--set";
    all[args.length + 1] = dataDir();
    int code = CommandLines.run(OutputStream.nullOutputStream(), new PrintWriter(err, true), all);
    Assertions.assertThat(code).as(err.toString()).isZero();
  }

  private Locator byId(String id) {
    return page.getByTestId(id);
  }

  private void open(String fragment) {
    page.navigate("http://127.0.0.1:" + pingdeck.page().getPort() + "/" + fragment);
  }

  /// With the keyboard alone: the page puts the focus into the first field.
  private void logIn(String name) {
    assertThat(byId("login-name")).isFocused();
    page.keyboard().type(name);
    page.keyboard().press("Tab");
    page.keyboard().type(PASSWORD);
    page.keyboard().press("Enter");
    assertThat(byId("person")).containsText(name);
    assertThat(byId("connection")).hasAttribute("data-phase", "live");
  }

  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  private void assertAxeFindsNothing(String state) throws IOException {
    page.evaluate(Files.readString(AXE));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      Object violations =
          page.evaluate(
              "async () => (await axe.run()).violations"
                  + ".map((found) => found.id + ': ' + found.nodes.map((node) => node.html))");
      Assertions.assertThat((List<?>) violations).as("%s, %s", state, scheme).isEmpty();
    }
  }

  private void assertNothingIsWiderThanThePage(String state) {
    Assertions.assertThat(
            page.evaluate("() => document.documentElement.scrollWidth - innerWidth <= 0"))
        .as(state)
        .isEqualTo(true);
  }

  @Test
  void nobodySeesTheLoginAlone() throws IOException {
    open("");

    assertThat(byId("login")).isVisible();
    assertThat(byId("new-ping")).isHidden();
    assertThat(byId("login-name")).hasAttribute("autocomplete", "username");
    assertThat(byId("login-password")).hasAttribute("autocomplete", "current-password");
    byId("login-name").fill("viewer");
    byId("login-password").fill("wrong password");
    byId("log-in").click();
    assertThat(byId("login-fault")).hasText("the name or the password is wrong");
    assertThat(byId("login-password")).isFocused();
    assertAxeFindsNothing("login");
    page.setViewportSize(320, 640);
    assertNothingIsWiderThanThePage("login");
    picture("login");
  }

  @Test
  void aViewerIsOfferedNothingThatChangesSomething() throws IOException {
    open("");
    logIn("viewer");

    assertThat(byId("viewer-note")).containsText("needs the role operator");
    assertThat(byId("new-ping")).isHidden();
    assertAxeFindsNothing("viewer");
    Places.go(page, "echo");
    assertThat(byId("echo-loss").first()).isDisabled();
    assertThat(byId("echo-toggle").first()).isHidden();
    assertThat(byId("echo-more")).isHidden();
    assertThat(byId("open-access")).hasCount(0);
    assertAxeFindsNothing("viewer, echo servers");
    open("#/access");
    assertThat(byId("not-admin")).isVisible();
    page.setViewportSize(320, 640);
    assertNothingIsWiderThanThePage("viewer");
    picture("viewer");
  }

  /// The password is set on the command line, which ends the login.
  @Test
  void aLoginThatEndsGoesOnWhereItWas() {
    open("");
    logIn("operator");
    byId("field-interval").fill("50ms");
    byId("start").click();
    assertThat(byId("shown-reply")).hasText(SOME);
    Places.go(page, "overview");
    byId("field-target").fill("udp://127.0.0.1:9");
    String place = page.url();
    AtomicInteger sockets = new AtomicInteger();
    page.onWebSocket(_ -> sockets.incrementAndGet());

    command("user", "password", "operator", "--password-file", password());

    assertThat(byId("login-ended")).isVisible();
    assertThat(byId("new-ping")).isHidden();
    page.waitForTimeout(3000); // in which a page that retries would
    Assertions.assertThat(sockets.get()).isLessThanOrEqualTo(1);
    assertThat(byId("banner")).isHidden();
    assertThat(page.getByText("Connection to Pingdeck lost")).hasCount(0);
    page.keyboard().press("Tab");
    byId("login-name").focus();
    logIn("operator");
    assertThat(byId("field-target")).hasValue("udp://127.0.0.1:9");
    Assertions.assertThat(page.url()).isEqualTo(place);
    page.goBack();
    assertThat(byId("shown-reply")).hasText(SOME);
  }

  @Test
  void logOutShowsTheLogin() {
    open("");
    logIn("operator");

    byId("log-out").click();

    assertThat(byId("login")).isVisible();
    page.reload();
    assertThat(byId("login")).isVisible();
  }

  @Test
  void theOwnPasswordIsChanged() throws IOException {
    open("");
    logIn("viewer");
    byId("change-password").click();
    assertThat(byId("password-old")).isFocused();
    byId("password-old").fill("wrong password");
    byId("password-new").fill("another horse");
    byId("password-save").click();
    assertThat(byId("password-fault")).hasText("The old password is wrong");
    assertAxeFindsNothing("password");

    byId("password-old").fill(PASSWORD);
    byId("password-save").click();

    assertThat(page.getByText("Password changed")).isVisible();
    assertThat(byId("connection")).hasAttribute("data-phase", "live");
  }

  @Test
  void anAdminManagesUsersAndTokens() throws IOException {
    open("");
    logIn("admin");
    byId("open-access").click();
    assertThat(byId("user-row")).hasCount(3);
    byId("user-name").fill("grace");
    byId("user-password").fill("short");
    byId("user-add").click();
    assertThat(byId("user-password-fault")).containsText("8");
    byId("user-password").fill("long enough");
    byId("user-add").click();
    assertThat(byId("user-row")).hasCount(4);
    Locator grace = page.locator("[data-testid=user-row][data-name=grace]");
    grace.locator("select").selectOption("operator");
    grace.getByTestId("user-remove").click();
    grace.getByTestId("user-remove").click();
    assertThat(byId("user-row")).hasCount(3);
    page.locator("[data-testid=user-row][data-name=admin] select").selectOption("viewer");
    assertThat(byId("users-fault")).containsText("admin");
    assertThat(page.locator("[data-testid=user-row][data-name=admin] select")).hasValue("admin");

    byId("token-name").fill("prometheus");
    byId("token-expires").fill("90d");
    byId("token-create").click();
    assertThat(byId("secret-text")).hasText(Pattern.compile("pd_[A-Za-z0-9_-]{43}"));
    String secret = byId("secret-text").textContent();
    byId("copy").click();
    byId("audit-refresh").click();
    assertThat(page.locator("[data-testid=audit-row][data-action='token.create']")).hasCount(1);
    assertThat(page.locator("[data-testid=audit-row][data-action='user.remove']")).isVisible();
    assertThat(byId("audit")).not().containsText(secret);
    assertAxeFindsNothing("access");
    picture("access");
    page.setViewportSize(320, 640);
    assertNothingIsWiderThanThePage("access");
    assertAxeFindsNothing("access on a phone");
    picture("access-phone");

    page.reload();
    assertThat(byId("token-row")).containsText("prometheus");
    assertThat(page.getByText(secret)).hasCount(0);
    Places.go(page, "overview");
    assertThat(byId("new-ping")).isVisible();
  }
}
