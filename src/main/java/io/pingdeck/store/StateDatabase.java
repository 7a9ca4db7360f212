package io.pingdeck.store;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pingdeck.probe.PingInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file `state.db`: which pings and echo servers there are, so that they come back. Nothing is
/// on the disk before [#commit()].
final class StateDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateDatabase.class);
  private static final String[] SCHEMA = {
    "CREATE TABLE ping (id BIGINT PRIMARY KEY, info TEXT NOT NULL, counters BLOB NOT NULL, rtts"
        + " BLOB NOT NULL, last_sequence BIGINT NOT NULL, last_nanos BIGINT NOT NULL, crc BIGINT"
        + " NOT NULL)",
    "CREATE TABLE echo (place INTEGER PRIMARY KEY, server TEXT NOT NULL)",
    "CREATE TABLE ending (clean INTEGER NOT NULL)"
  };
  private static final String SELECT =
      "SELECT id, info, counters, rtts, last_sequence, last_nanos, crc FROM ping";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path file;
  private final Connection connection;

  private StateDatabase(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /// A file that cannot be read is kept under another name, and a new one begun.
  static StateDatabase open(Path file) throws IOException {
    requireNonNull(file, "file");
    try {
      return new StateDatabase(file, Sqlite.openForWriting(file, SCHEMA));
    } catch (SQLException e) {
      if (!Sqlite.isDamage(e)) {
        throw Sqlite.describe(file, e);
      }
      Path aside = file.resolveSibling(file.getFileName() + ".damaged");
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn("{} is damaged; it is kept as {}, and no ping comes back", file, aside);
      return open(file);
    }
  }

  /// Reads one ping beside whoever writes the file; empty if it is not there, or damaged.
  static Optional<SavedPing> find(Path file, long ping) throws IOException {
    try {
      Optional<Connection> opened = Sqlite.openForReading(file);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      try (Connection connection = opened.get();
          PreparedStatement select = connection.prepareStatement(SELECT + " WHERE id = ?")) {
        select.setLong(1, ping);
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() ? ping(file, rows) : Optional.empty();
        }
      }
    } catch (SQLException e) {
      throw Sqlite.describe(file, e);
    }
  }

  /// Reads what is there; what is damaged is left out.
  SavedState load() throws IOException {
    try {
      return new SavedState(wasClosed(), pings(), echoServers());
    } catch (SQLException e) {
      throw Sqlite.describe(file, e);
    }
  }

  private boolean wasClosed() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT clean FROM ending");
        ResultSet rows = select.executeQuery()) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private List<SavedPing> pings() throws SQLException {
    List<SavedPing> pings = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ping(file, rows).ifPresent(pings::add);
      }
    }
    pings.sort((a, b) -> a.info().startedAt().compareTo(b.info().startedAt()));
    return pings;
  }

  private static Optional<SavedPing> ping(Path file, ResultSet rows) throws SQLException {
    try {
      return Optional.of(ping(rows));
    } catch (JsonProcessingException | RuntimeException e) {
      LOG.warn("{}: ping {} is damaged and left out", file, rows.getLong(1));
      return Optional.empty();
    }
  }

  private static SavedPing ping(ResultSet rows) throws SQLException, JsonProcessingException {
    String info = rows.getString(2);
    byte[] counters = rows.getBytes(3);
    byte[] rtts = rows.getBytes(4);
    if (crc(info, counters, rtts) != rows.getLong(7)) {
      throw new IllegalArgumentException("wrong checksum");
    }
    return new SavedPing(
        JSON.readValue(info, PingInfo.class),
        PingBytes.counters(new VarReader(counters)),
        PingBytes.rtts(new VarReader(rtts)),
        rows.getLong(5),
        rows.getLong(6));
  }

  /// @param pings one at a time: as they are here they take much more than in bytes
  void put(Iterable<SavedPing> pings) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO ping (id, info, counters, rtts, last_sequence, last_nanos, crc) VALUES"
                + " (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET info = excluded.info,"
                + " counters = excluded.counters, rtts = excluded.rtts, last_sequence ="
                + " excluded.last_sequence, last_nanos = excluded.last_nanos, crc ="
                + " excluded.crc")) {
      VarWriter out = new VarWriter();
      for (SavedPing ping : pings) {
        out.clear();
        PingBytes.write(ping.counters(), out);
        byte[] counters = out.toBytes();
        out.clear();
        PingBytes.write(ping.rtts(), out);
        byte[] rtts = out.toBytes();
        String info = json(ping.info());
        insert.setLong(1, ping.info().id().value());
        insert.setString(2, info);
        insert.setBytes(3, counters);
        insert.setBytes(4, rtts);
        insert.setLong(5, ping.lastSequence());
        insert.setLong(6, ping.lastSentEpochNanos());
        insert.setLong(7, crc(info, counters, rtts));
        insert.executeUpdate();
      }
    }
  }

  void remove(long ping) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM ping WHERE id = ?")) {
      delete.setLong(1, ping);
      delete.executeUpdate();
    }
  }

  private List<SavedEcho> echoServers() throws SQLException {
    List<SavedEcho> servers = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT server FROM echo ORDER BY place");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        try {
          servers.add(JSON.readValue(rows.getString(1), SavedEcho.class));
        } catch (JsonProcessingException e) {
          LOG.warn("{}: an echo server is damaged and left out", file);
        }
      }
    }
    return servers;
  }

  /// Replaces all of them.
  void put(List<SavedEcho> servers) throws SQLException {
    execute("DELETE FROM echo");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO echo (server) VALUES (?)")) {
      for (SavedEcho server : servers) {
        insert.setString(1, json(server));
        insert.executeUpdate();
      }
    }
  }

  /// Notes whether the program has ended in order.
  void ending(boolean clean) throws SQLException {
    execute("DELETE FROM ending");
    execute("INSERT INTO ending (clean) VALUES (" + (clean ? 1 : 0) + ")");
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /// What happened, in words for a person.
  IOException describe(SQLException e) {
    return Sqlite.describe(file, e);
  }

  @Override
  public void close() {
    Sqlite.closeQuietly(connection);
  }

  private void execute(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.executeUpdate();
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value, e);
    }
  }

  private static long crc(String info, byte[]... parts) {
    return Checksum.of(info.hashCode(), 0, parts);
  }
}
