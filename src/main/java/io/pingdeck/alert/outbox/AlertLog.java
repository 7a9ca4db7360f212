package io.pingdeck.alert.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pingdeck.bus.RecordCodec;
import io.pingdeck.disk.PrivateFiles;
import io.pingdeck.disk.TwinFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The log of alerts on disk, `alerts/alerts.log` of the data folder and its copy. Lines have
/// checksums, see [TwinFile]. What has been appended survives the death of the process. Blocks.
public final class AlertLog implements AutoCloseable {
  private static final ObjectMapper JSON =
      RecordCodec.mapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final String NAME = "alerts.log";
  private static final long LEAST_TO_COMPACT = 1 << 20;

  private final Path folder;
  private final TwinFile file;
  private long compactedBytes;

  /// @param folder the folder of alerts
  public AlertLog(Path folder) {
    this.folder = folder;
    file = new TwinFile(folder.resolve(NAME));
  }

  /// What was read.
  ///
  /// @param lost number of lines that could not be read
  public record Reading(List<Entry> entries, long lost) {
    public Reading {
      entries = List.copyOf(entries);
    }
  }

  /// @throws IOException if the folder cannot be read
  /// @throws io.pingdeck.disk.NewerFormatException if a newer version of the program wrote it
  public Reading read() throws IOException {
    List<Entry> entries = new ArrayList<>();
    long[] unreadable = {0};
    TwinFile.Reading reading =
        file.read(line -> {
          try {
            entries.add(JSON.readValue(line, Entry.class));
          } catch (JsonProcessingException e) {
            unreadable[0]++;
          }
        });
    return new Reading(entries, reading.lost() + unreadable[0]);
  }

  /// Appends transactions, each as a whole. Returns when they are on disk.
  public void append(List<Entry> entries) throws IOException {
    file.append(lines(entries));
  }

  /// Whether entries can be appended; otherwise the whole must be written.
  public boolean isOpen() {
    return file.isOpen();
  }

  /// Whether it has grown enough to be written anew.
  public boolean isLong() {
    return file.bytes() > Math.max(LEAST_TO_COMPACT, 4 * compactedBytes);
  }

  /// Replaces everything.
  public void rewrite(List<Entry> entries) throws IOException {
    PrivateFiles.createFolders(folder);
    file.write(lines(entries));
    compactedBytes = file.bytes();
  }

  /// Renames the files, so that they are not overwritten.
  ///
  /// @return the new name of the first
  public Path setAside(Instant now) throws IOException {
    file.close();
    String suffix = ".unread-" + now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    for (String name : List.of(NAME, NAME + ".copy")) {
      if (Files.exists(folder.resolve(name))) {
        Files.move(folder.resolve(name), folder.resolve(name + suffix));
      }
    }
    return folder.resolve(NAME + suffix);
  }

  private static List<byte[]> lines(List<Entry> entries) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    for (Entry entry : entries) {
      lines.add(JSON.writerFor(Entry.class).writeValueAsBytes(entry));
    }
    return lines;
  }

  @Override
  public void close() {
    file.close();
  }
}
