package io.pingdeck.echo.api;

/// How a TCP echo server loses a line: TCP itself would send it again, so the server has to.
public enum LossAs {
  /// As the lab's server: it answers `LOST` and closes.
  LOST("lost"),
  /// It swallows the line and says nothing.
  SILENT("silent"),
  /// It resets the connection.
  RESET("reset");

  private final String json;

  LossAs(String json) {
    this.json = json;
  }

  public String json() {
    return json;
  }
}
