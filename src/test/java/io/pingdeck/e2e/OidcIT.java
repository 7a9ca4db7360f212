package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.pingdeck.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program, whose people log in at an OpenID provider, in Chromium.
@Timeout(120)
class OidcIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Path AXE = Path.of("webroot", "node_modules", "axe-core", "axe.min.js");
  private static final Pattern SOME = Pattern.compile("[1-9]");

  private static Playwright playwright;
  private static Browser browser;

  @TempDir Path folder;
  private FakeProvider provider;
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
    provider = FakeProvider.start();
    provider.groups("network");
    Path secret = Files.writeString(folder.resolve("secret"), FakeProvider.SECRET + "\n");
    pingdeck =
        RunningPingdeck.startBy(
            List.of("env", "PINGDECK_JAVA_OPTS=-Xlog:class+load:file=" + classes()),
            0,
            "--set",
            "web.basePath=/pings",
            "--set",
            "web.oidc.issuer=" + provider.issuer(),
            "--set",
            "web.oidc.clientId=" + FakeProvider.CLIENT,
            "--set",
            "web.oidc.clientSecretFile=" + secret,
            "--set",
            "web.oidc.label=The Lab",
            "--set",
            "web.oidc.roles.operator=[network]");
    context = browser.newContext();
    page = context.newPage();
  }

  private Path classes() {
    return folder.resolve("classes.log");
  }

  @AfterEach
  void stop() {
    context.close();
    pingdeck.close();
    provider.close();
  }

  private void open(String fragment) {
    page.navigate("http://127.0.0.1:" + pingdeck.page().getPort() + "/pings/" + fragment);
  }

  /// The page puts the focus on the button.
  private void logIn() {
    assertThat(page.getByTestId("log-in-provider")).isFocused();
    assertThat(page.getByTestId("log-in-provider")).hasText("Log in with The Lab");
    page.keyboard().press("Enter");
  }

  @Test
  void aPersonLogsInByTheKeyboardAndGoesOnWhereTheyWere() throws IOException {
    open("#/access");
    page.evaluate(Files.readString(AXE));
    Object violations =
        page.evaluate("async () => (await axe.run()).violations.map((found) => found.id)");
    Assertions.assertThat((List<?>) violations).isEmpty();
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("login-provider.png")));

    logIn();

    assertThat(page.getByTestId("person")).containsText("oidc:ada");
    assertThat(page.getByTestId("not-admin")).isVisible();
    Assertions.assertThat(page.url()).endsWith("/pings/#/access");
    Assertions.assertThat(context.cookies())
        .singleElement()
        .satisfies(cookie -> Assertions.assertThat(cookie.path).isEqualTo("/pings"))
        .satisfies(cookie -> Assertions.assertThat(cookie.httpOnly).isTrue());
    open("");
    page.reload();
    page.getByTestId("field-interval").fill("50ms");
    page.getByTestId("start").click();
    assertThat(page.getByTestId("shown-reply")).hasText(SOME);
    page.getByTestId("log-out").click();
    assertThat(page.getByTestId("log-in-provider")).isVisible();
  }

  @Test
  void whoHasNoRoleIsToldSo() {
    provider.groups("others");
    open("");

    logIn();

    assertThat(page.getByTestId("login-fault")).containsText("ada has no role here");
    assertThat(page.getByTestId("log-in-provider")).isFocused();
    Assertions.assertThat(page.url()).endsWith("/pings/");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("login-provider-refused.png")));
    provider.groups("network");
    logIn();
    assertThat(page.getByTestId("person")).containsText("oidc:ada");
  }

  @Test
  void aProviderThatIsDownIsToldSo() {
    provider.close();
    open("");

    logIn();

    assertThat(page.getByTestId("login-fault")).containsText("cannot be reached");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("login-provider-down.png")));
  }

  @Test
  void whatNobodyBeganHereIsNoLogin() {
    open("?code=x&state=y#/access");
    assertThat(page.getByTestId("log-in-provider")).isVisible();
    Assertions.assertThat(page.url()).endsWith("/pings/");
    open("?error=%3Cb%3E&state=y");
    assertThat(page.getByTestId("login-fault")).isEmpty();
  }

  /// Nothing of the library is loaded before somebody logs in.
  @Test
  void theLibraryIsLoadedAtTheFirstLogin() throws IOException {
    Assertions.assertThat(Files.readString(classes())).doesNotContain("io.vertx.ext.auth.jwt");
    open("");
    logIn();
    assertThat(page.getByTestId("person")).containsText("oidc:ada");
    Assertions.assertThat(Files.readString(classes())).contains("io.vertx.ext.auth.jwt.JWTAuth");
  }
}
