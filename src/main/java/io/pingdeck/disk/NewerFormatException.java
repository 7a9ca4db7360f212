package io.pingdeck.disk;

/// Data of a format that this version does not know. They must not be changed. The message is a
/// sentence that says what to do.
public final class NewerFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param place the file or database
  /// @param known newest format that this version knows
  /// @param instead what else can be used: `folder (data.dir)`
  public NewerFormatException(Object place, int format, int known, String instead) {
    super(
        place
            + " has format "
            + format
            + ", and this version of Pingdeck knows format "
            + known
            + ": a newer version of Pingdeck wrote it. Use that one, or another "
            + instead);
  }

  /// For a file of the data folder.
  public static NewerFormatException of(Object file, int format, int known) {
    return new NewerFormatException(file, format, known, "folder (data.dir)");
  }
}
