package io.pingdeck.cli.settings;

import io.pingdeck.base.FaultException;
import java.net.URI;

/// The flag `--url` of commands that ask a running Pingdeck.
public final class PageUrl {
  private PageUrl() {}

  /// @return without a slash at the end
  /// @throws FaultException if it is not the URL of a page, without a query
  public static URI parse(String url) {
    try {
      URI uri = URI.create(url.replaceFirst("/+$", ""));
      boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (isWeb && uri.getHost() != null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new FaultException("--url", "must be like http://127.0.0.1:8080");
  }
}
