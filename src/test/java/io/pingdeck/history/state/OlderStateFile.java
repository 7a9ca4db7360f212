package io.pingdeck.history.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.codec.Checksum;
import io.pingdeck.history.codec.PingBytes;
import io.pingdeck.history.sqlite.Sqlite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// Writes `state.db` like earlier versions. Nothing is on disk before [#commit()].
final class OlderStateFile implements AutoCloseable {
  private static final String[] SCHEMA = {
    "CREATE TABLE ping (id BIGINT PRIMARY KEY, info TEXT NOT NULL, counters BLOB NOT NULL, rtts"
        + " BLOB NOT NULL, last_sequence BIGINT NOT NULL, last_nanos BIGINT NOT NULL, crc BIGINT"
        + " NOT NULL)",
    "CREATE TABLE echo (place INTEGER PRIMARY KEY, server TEXT NOT NULL)",
    "CREATE TABLE ending (clean INTEGER NOT NULL)"
  };
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .build();

  private final Connection connection;

  private OlderStateFile(Connection connection) {
    this.connection = connection;
  }

  static OlderStateFile open(Path file) throws SQLException {
    return new OlderStateFile(Sqlite.openForWriting(file, SCHEMA));
  }

  /// @param pings read one at a time: as objects they need much more memory than as bytes
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

  /// Replaces all servers.
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

  /// Records whether the program ended in order.
  void ending(boolean clean) throws SQLException {
    execute("DELETE FROM ending");
    execute("INSERT INTO ending (clean) VALUES (" + (clean ? 1 : 0) + ")");
  }

  void commit() throws SQLException {
    connection.commit();
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
