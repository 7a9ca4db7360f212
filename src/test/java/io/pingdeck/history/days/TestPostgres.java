package io.pingdeck.history.days;

import io.pingdeck.history.api.HistoryServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A real PostgreSQL server for the test, on its own port. It can be stopped, killed and restarted
/// with its data.
final class TestPostgres implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres running;
  private int databases;

  private TestPostgres(Path data, EmbeddedPostgres running) {
    this.data = data;
    this.running = running;
    this.port = running.getPort();
  }

  /// @param data a directory for its files
  static TestPostgres start(Path data) throws IOException {
    return new TestPostgres(data, builder(data).start());
  }

  private static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
  }

  /// A new, empty database.
  HistoryServer database() throws SQLException {
    String name = "history" + ++databases;
    run(at("postgres"), "CREATE DATABASE " + name);
    return at(name);
  }

  private HistoryServer at(String database) {
    return new HistoryServer(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
        Optional.of("postgres"),
        Optional.of("postgres"));
  }

  static void run(HistoryServer server, String sql) throws SQLException {
    try (Connection connection = connect(server.url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// The first column of the result.
  static List<String> query(HistoryServer server, String sql) throws SQLException {
    List<String> answer = new ArrayList<>();
    try (Connection connection = connect(server.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        answer.add(rows.getString(1));
      }
    }
    return answer;
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, "postgres", "postgres");
  }

  /// Shuts it down in order.
  void stop() throws IOException {
    running.close();
  }

  /// Kills it and all its child processes with SIGKILL.
  void kill() throws IOException {
    long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
    all.addFirst(server);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
    running.close(); // its resources in this process
  }

  void startAgain() throws IOException {
    running = builder(data).setPort(port).start();
  }

  @Override
  public void close() {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
