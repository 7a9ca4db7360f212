package io.pingdeck.echo.api;

/// How a TCP echo server loses a line. TCP retransmits, so the server has to emulate the loss.
public enum LossAs implements ImpairmentKey.Choice {
  /// Like the lab's server: replies `LOST` and closes.
  LOST("lost"),
  /// Discards the line without a reply.
  SILENT("silent"),
  /// Resets the connection.
  RESET("reset");

  private final String json;

  LossAs(String json) {
    this.json = json;
  }

  @Override
  public String json() {
    return json;
  }
}
