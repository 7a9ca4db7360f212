package io.pingdeck.echo.api;

/// How delays spread around their middle.
public enum JitterShape {
  /// Evenly from delay - jitter to delay + jitter.
  UNIFORM("uniform"),
  /// Normally, with the delay as mean and the jitter as standard deviation.
  NORMAL("normal");

  private final String json;

  JitterShape(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
