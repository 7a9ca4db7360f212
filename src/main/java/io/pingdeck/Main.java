package io.pingdeck;

import io.pingdeck.cli.CommandLines;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where the program starts: `pingdeck [serve|ping|check-config]`.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(CommandLines.run(new FileOutputStream(FileDescriptor.out), err, args));
  }
}
