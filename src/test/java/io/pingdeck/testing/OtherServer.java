package io.pingdeck.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program that is not Pingdeck and listens on a TCP port of 127.0.0.1: the web server of the
/// JDK.
public final class OtherServer implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");

  private final Process process;
  private final int port;

  private OtherServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static OtherServer start() throws IOException {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jwebserver");
    Process process =
        new ProcessBuilder(program.toString(), "-p", "0").redirectErrorStream(true).start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher url = URL.matcher(line);
      if (url.find()) {
        return new OtherServer(process, Integer.parseInt(url.group(1)));
      }
    }
    throw new IOException(program + " did not start");
  }

  public int port() {
    return port;
  }

  /// `jwebserver (pid 99)`
  public String name() {
    return "jwebserver (pid " + process.pid() + ")";
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
