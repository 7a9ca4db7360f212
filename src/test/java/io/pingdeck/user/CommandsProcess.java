package io.pingdeck.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.cli.CommandLines;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs `pingdeck user add` for twenty users, one after the other, in one process. Ends with the
/// first exit code that is not 0.
public final class CommandsProcess {
  private static final int USERS = 20;

  private CommandsProcess() {}

  /// @param arguments the data folder, and what the names begin with
  public static void main(String[] arguments) throws IOException {
    Path password = Files.createTempFile("password", "");
    Files.writeString(password, "correct horse");
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    int code = 0;
    for (int i = 0; i < USERS && code == 0; i++) {
      code =
          CommandLines.run(
              OutputStream.nullOutputStream(),
              err,
              "user",
              "add",
              arguments[1] + i,
              "--role=admin",
              "--password-file=" + password,
              "--set=data.dir=" + arguments[0]);
    }
    Files.delete(password);
    System.exit(code);
  }
}
