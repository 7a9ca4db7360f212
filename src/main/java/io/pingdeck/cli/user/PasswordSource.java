package io.pingdeck.cli.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.base.FaultException;
import io.pingdeck.user.file.UserRules;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A user, and where a command reads the password: from the terminal, without echo, or from a file.
/// Never from the command line, which other users of the machine can see. A mixin.
final class PasswordSource {
  private static final String FLAG = "--password-file";
  private static final Path STDIN = Path.of("-");
  private static final int MOST_BYTES = 4096;

  @Option(
      names = FLAG,
      paramLabel = "FILE",
      description =
          "A file that holds the password and nothing else; - reads standard input. If missing, it"
              + " is asked for twice on the terminal.")
  private Path file;

  /// So that the message about it does not repeat the password.
  @Option(names = "--password", arity = "0..1", fallbackValue = "", hidden = true)
  private String inArguments;

  @Parameters(index = "0", paramLabel = "NAME", description = "The user.")
  private String name;

  @Parameters(index = "1..*", hidden = true)
  private List<String> more = List.of();

  /// @param user name, for the prompt
  /// @throws FaultException naming `--password-file` or `password`; does not quote the password
  String read(String user) throws IOException {
    return file == null ? ask(user) : readFile();
  }

  /// The user whose password it is.
  ///
  /// @throws FaultException if the command line may hold a password, or for what is no name
  String name() {
    if (inArguments != null || !more.isEmpty()) {
      throw new FaultException(
          inArguments == null ? "NAME" : "--password",
          "a password does not belong in the command line, where others see it; "
              + FLAG
              + " names a file that holds it");
    }
    UserRules.checkName(name);
    return name;
  }

  private static String ask(String user) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new FaultException(
          FLAG, "is missing, and there is no terminal to ask for the password (- reads stdin)");
    }
    char[] first = console.readPassword("Password of %s: ", user);
    char[] again = first == null ? null : console.readPassword("Again: ");
    if (again == null) {
      throw new FaultException("password", "is missing");
    }
    if (!Arrays.equals(first, again)) {
      throw new FaultException("password", "the two differ; nothing is changed");
    }
    return new String(first);
  }

  private String readFile() throws IOException {
    byte[] text;
    try (InputStream in = file.equals(STDIN) ? System.in : Files.newInputStream(file)) {
      text = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " cannot be read: no permission", e);
    } catch (FileSystemException e) {
      throw new IOException(file + " cannot be read: " + e.getReason(), e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (text.length > MOST_BYTES) {
      throw new FaultException(FLAG, "holds more than " + MOST_BYTES + " bytes");
    }
    try {
      String line =
          UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString().replaceFirst("\r?\n\\z", "");
      if (line.indexOf('\n') >= 0) {
        throw new FaultException(FLAG, "holds more than one line");
      }
      return line;
    } catch (CharacterCodingException e) {
      throw new FaultException(FLAG, "is not UTF-8");
    }
  }
}
