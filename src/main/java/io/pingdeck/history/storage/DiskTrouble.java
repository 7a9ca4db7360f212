package io.pingdeck.history.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Describes for the user why data could not be stored.
public final class DiskTrouble {
  private DiskTrouble() {}

  /// @param folder the folder to store it in
  public static String sentence(Path folder, Exception e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException) {
      return message + " is gone";
    } else if (message.contains("No space left")) {
      return folder + " cannot be written: the disk is full";
    } else if (message.contains("quota")) {
      return folder + " cannot be written: the disk quota is used up";
    } else if (message.contains("Read-only file system")) {
      return folder + " cannot be written: the disk is read-only";
    } else if (e instanceof FileSystemException || !(e instanceof IOException)) {
      return folder + " cannot be written: " + message;
    }
    return message;
  }
}
