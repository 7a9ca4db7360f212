package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;

/// Standard output of the commands. `PrintStream` and `PrintWriter` swallow write failures. This
/// stream throws [Failed], which they do not catch, so that no command ignores lost output.
final class StandardOutput extends OutputStream {
  /// The message of an EPIPE; Java has no other way to detect it.
  private static final String NOBODY_READS = "Broken pipe";

  private final OutputStream out;
  private boolean failed;

  /// The output cannot be written.
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(IOException cause) {
      super("cannot write the output: " + cause.getMessage(), cause);
    }

    /// Whether the reader closed the pipe, as in `| head -1`; this is not reported as an error.
    boolean nobodyReads() {
      return NOBODY_READS.equals(getCause().getMessage());
    }
  }

  StandardOutput(OutputStream out) {
    this.out = requireNonNull(out, "out");
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /// Discards the data after a failure, which has already been reported.
  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (failed) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failed = true;
      throw new Failed(e);
    }
  }
}
