package io.pingdeck.resolve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Function;

/// The parsed content of a small system file, reloaded after the file has changed. A missing file
/// counts as empty.
final class FileView<T> {
  private final Path file;
  private final Function<List<String>, T> parser;
  private State<T> state;

  private record State<T>(Object key, FileTime modified, long bytes, T content) {}

  FileView(Path file, Function<List<String>, T> parser) {
    this.file = file;
    this.parser = parser;
    state = new State<>(null, FileTime.fromMillis(0), -1, parser.apply(List.of()));
  }

  boolean exists() {
    return Files.isReadable(file);
  }

  Path file() {
    return file;
  }

  synchronized T content() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      if (now.size() != state.bytes
          || !now.lastModifiedTime().equals(state.modified)
          || now.fileKey() != null && !now.fileKey().equals(state.key)) {
        List<String> lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        state = new State<>(now.fileKey(), now.lastModifiedTime(), now.size(), parser.apply(lines));
      }
    } catch (IOException e) {
      state = new State<>(null, FileTime.fromMillis(0), -1, parser.apply(List.of()));
    }
    return state.content;
  }
}
