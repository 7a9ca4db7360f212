package io.pingdeck.echo.api;

/// Distribution of the delays.
public enum JitterShape implements ImpairmentKey.Choice {
  /// Uniform from delay - jitter to delay + jitter.
  UNIFORM("uniform"),
  /// Normal, with the delay as mean and the jitter as standard deviation.
  NORMAL("normal");

  private final String json;

  JitterShape(String json) {
    this.json = json;
  }

  @Override
  public String json() {
    return json;
  }
}
