package io.pingdeck.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The Chromium installed on this machine; it is never downloaded.
public final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
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

  public static Browser launch(Playwright playwright) {
    PlaywrightAssertions.setDefaultAssertionTimeout(MOST_MILLIS);
    return playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(find()).setArgs(FLAGS));
  }

  private static Path find() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "The browser test needs Chromium on the PATH: install it, for example with"
                    + " 'apt install chromium' or 'dnf install chromium'."));
  }
}
