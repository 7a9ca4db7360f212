package io.pingdeck.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;

/// What the commands print, on its way out. `PrintStream` and `PrintWriter` swallow failures of
/// writing; this throws [Failed], which they do not catch, so that no command can overlook that its
/// output is lost.
final class StandardOutput extends OutputStream {
  /// How Java tells EPIPE: by the text alone.
  private static final String NOBODY_READS = "Broken pipe";

  private final OutputStream out;
  private boolean failed;

  /// Nothing more can be written.
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(IOException cause) {
      super("cannot write the output: " + cause.getMessage(), cause);
    }

    /// The reader has had enough, as in `| head -1`: there is nothing to complain of.
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

  /// After a failure it takes what comes and drops it: the failure has been told.
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
