package io.pingdeck.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.pingdeck.testing.Tool;
import java.util.List;

/// The Chromium installed on this machine; it is never downloaded.
public final class Chromium {
  private static final List<String> FLAGS =
      List.of(
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /// How long an assertion waits for its condition: a ping's first sample took longer than
  /// Playwright's 5 s on a busy machine. A test of how soon something appears sets its own limit.
  private static final double MOST_MILLIS = 20_000;

  private Chromium() {}

  /// Skips the calling test where there is none.
  public static Browser launch(Playwright playwright) {
    Tool.need(Tool.CHROMIUM);
    PlaywrightAssertions.setDefaultAssertionTimeout(MOST_MILLIS);
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions().setExecutablePath(Tool.CHROMIUM.path()).setArgs(FLAGS));
  }
}
