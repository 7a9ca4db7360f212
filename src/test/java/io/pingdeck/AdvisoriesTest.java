package io.pingdeck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The known weaknesses of libraries, and how they are fetched. [AdvisoriesIT] shows that they fail
/// the build.
class AdvisoriesTest {
  static final Path FILE = Path.of("config/build/advisories.xml");
  static final Pattern EXCLUDE =
      Pattern.compile("<exclude>([\\w.-]+):([\\w.-]+):([\\[(])([^,]*),([^,]*)[)\\]]</exclude>");

  private static final String ADDED = rule("CVE-1", "org.yaml:snakeyaml");
  private static final String OLD =
      "<enforcer>\n<!-- About this file. -->\n"
          + ADDED
          + rule("CVE-2022-1471", "org.yaml:snakeyaml")
          + rule("CVE-2", "no.longer:used")
          + "</enforcer>\n";
  private static final String YAML =
      """
      {"vulns": [
        {"id": "GHSA-1", "aliases": ["CVE-2022-1471"], "summary": "objects of <any>\\n class",
         "database_specific": {"severity": "HIGH"},
         "affected": [
           {"package": {"name": "org.yaml:snakeyaml"}, "ranges": [
             {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]},
             {"type": "ECOSYSTEM", "events": [{"introduced": "3.0"}, {"last_affected": "3.1"},
               {"introduced": "4.0"}]},
             {"type": "GIT", "events": [{"introduced": "0"}]}]},
           {"package": {"name": "other:other"}, "ranges": [
             {"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]}],
       "next_page_token": "more"}
      """;
  private static final String SECOND_PAGE =
      """
      {"vulns": [
        {"id": "GHSA-2", "database_specific": {"severity": "MODERATE"}, "affected": [
          {"package": {"name": "org.yaml:snakeyaml"}, "ranges": [
            {"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]},
        {"id": "GHSA-3", "withdrawn": "2026-01-01T00:00:00Z",
         "database_specific": {"severity": "CRITICAL"}, "affected": [
          {"package": {"name": "org.yaml:snakeyaml"}, "ranges": [
            {"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]}]}
      """;

  @TempDir private Path folder;
  private Path rules;
  private Path dependencies;

  private record Run(int status, String output) {}

  @BeforeEach
  void prepare() throws IOException {
    rules = Files.writeString(folder.resolve("advisories.xml"), OLD);
    dependencies =
        Files.writeString(
            folder.resolve("dependencies.txt"),
            "\n"
                + "The following files have been resolved:\n"
                + "   org.yaml:snakeyaml:jar:2.7:compile -- module org.yaml.snakeyaml\n"
                + "   io.netty:netty-transport-native-epoll:jar:linux-x86_64:4.2.18.Final:runtime\n");
  }

  @Test
  void eachIsAboutALibraryOfTheBuild() throws IOException {
    List<MatchResult> excludes = EXCLUDE.matcher(Files.readString(FILE)).results().toList();
    List<String> jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(path -> Path.of(path).getFileName().toString())
            .toList();

    assertThat(excludes).hasSizeGreaterThan(30);
    for (MatchResult exclude : excludes) {
      assertThat(jars)
          .as(exclude.group())
          .anyMatch(jar -> jar.matches(Pattern.quote(exclude.group(2)) + "-\\d.*\\.jar"));
    }
  }

  @Test
  void whatTheDatabaseKnowsBecomesRules() throws Exception {
    HttpServer database =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    database.createContext("/v1/query", AdvisoriesTest::answer);
    database.start();
    try {
      Run run = fetch("http://127.0.0.1:" + database.getAddress().getPort());

      assertThat(run.output()).isEqualTo("advisories: 2 in " + rules + "\n");
      assertThat(run.status()).isZero();
    } finally {
      database.stop(0);
    }
    assertThat(rules)
        .hasContent(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- About this file. -->
            <enforcer>
              <rules>
                <bannedDependencies>
                  <message>CVE-2022-1471 (high): objects of &lt;any&gt; class</message>
                  <excludes>
                    <exclude>org.yaml:snakeyaml:(,2.0)</exclude>
                    <exclude>org.yaml:snakeyaml:[3.0,3.1]</exclude>
                    <exclude>org.yaml:snakeyaml:[4.0,)</exclude>
                  </excludes>
                </bannedDependencies>
            %s  </rules>
            </enforcer>
            """
                .formatted(ADDED));
  }

  private static String rule(String id, String library) {
    return """
        <bannedDependencies>
          <message>%s (medium): any</message>
          <excludes>
            <exclude>%s:(,1)</exclude>
          </excludes>
        </bannedDependencies>
    """
        .formatted(id, library);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String answer = asked.contains("more") ? SECOND_PAGE : YAML;
    byte[] bytes = (asked.contains("snakeyaml") ? answer : "{}").getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void withoutTheDatabaseTheFileStaysAsItIs() throws Exception {
    Run unnamed = fetch("");
    String closed = "http://127.0.0.1:" + closedPort();
    Run refused = fetch(closed);

    assertThat(unnamed.output()).contains("skipped: ADVISORY_DATABASE does not name a database");
    assertThat(refused.output())
        .contains("skipped: " + closed + " cannot be reached (ECONNREFUSED)");
    assertThat(List.of(unnamed.status(), refused.status())).containsOnly(1);
    assertThat(rules).hasContent(OLD);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return once.getLocalPort();
    }
  }

  private Run fetch(String database) throws IOException, InterruptedException {
    ProcessBuilder node =
        new ProcessBuilder(
                "node",
                Path.of("config/build/advisories.mjs").toAbsolutePath().toString(),
                dependencies.toString(),
                rules.toString())
            .redirectErrorStream(true);
    node.environment().putAll(Map.of("ADVISORY_DATABASE", database));
    Process process = node.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}
