package io.pingdeck.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/// The places of the page, as a user goes to them.
final class Places {
  private Places() {}

  /// Presses the link in the navigation, which a narrow page has in a menu.
  ///
  /// @param place such as `overview`, `echo`, `heartbeats`, `system`
  static void go(Page page, String place) {
    Locator menu = page.getByTestId("places");
    if (menu.isVisible()) {
      menu.click();
    }
    page.getByTestId("go-" + place).click();
    assertThat(page.locator("main > [data-places~=" + place + "]")).isVisible();
  }

  /// Unfolds the statistics of the ping that is shown.
  static void unfoldFigures(Page page) {
    page.getByTestId("more-figures").locator("summary").first().click();
  }

  /// As if this browser had unfolded them before.
  static void keepFiguresUnfolded(BrowserContext context) {
    context.addInitScript("localStorage.setItem('pingdeck.moreFigures', 'yes')");
  }
}
