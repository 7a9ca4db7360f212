package io.pingdeck;

import io.pingdeck.cli.CommandLines;
import io.pingdeck.log.RepeatedLines;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;

/// Where the program starts: `pingdeck [COMMAND]`.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Java would believe an address for 30 seconds and a failure for 10, whatever its TTL.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    CommandLines.confineRawSockets(args);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = CommandLines.run(new FileOutputStream(FileDescriptor.out), err, args);
    RepeatedLines.tellAll();
    System.exit(code);
  }
}
