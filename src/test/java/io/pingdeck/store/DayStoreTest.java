package io.pingdeck.store;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// In SQLite's files.
class DayStoreTest extends StoreContract {
  @TempDir private Path directory;

  @Override
  DayStore open() throws IOException {
    return StoreFixture.open(directory);
  }
}
