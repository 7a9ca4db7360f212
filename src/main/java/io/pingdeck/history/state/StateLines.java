package io.pingdeck.history.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pingdeck.base.GivenText;
import io.pingdeck.base.VarReader;
import io.pingdeck.base.VarWriter;
import io.pingdeck.history.codec.PingBytes;
import io.pingdeck.ping.api.PingInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Encodes pings, echo servers and how the program ended as lines. A later line about the same
/// thing overrides an earlier one:
///
/// - `ping ID JSON`: a ping's state; counters and RTTs are encoded by [PingBytes], in Base64.
/// - `gone ID`: a ping that is no longer kept.
/// - `echo JSON`: all echo servers.
/// - `ended true` or `ended false`: whether the program shut down in order after the lines before.
public final class StateLines {
  private static final Logger LOG = LoggerFactory.getLogger(StateLines.class);
  private static final String PING = "ping";
  private static final String GONE = "gone";
  private static final String ECHO = "echo";
  private static final String ENDED = "ended";
  private static final int MOST_SHOWN = 200;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private record PingJson(
      PingInfo info, byte[] counters, byte[] rtts, long lastSequence, long lastSentEpochNanos) {}

  private final Map<Long, String> pings = new LinkedHashMap<>();
  private List<SavedEcho> echoServers = List.of();
  private boolean wasClosed;
  private long unread;

  public static byte[] ping(SavedPing ping) {
    VarWriter counters = new VarWriter();
    PingBytes.write(ping.counters(), counters);
    VarWriter rtts = new VarWriter();
    PingBytes.write(ping.rtts(), rtts);
    PingJson json =
        new PingJson(
            ping.info(),
            counters.toBytes(),
            rtts.toBytes(),
            ping.lastSequence(),
            ping.lastSentEpochNanos());
    return bytes(PING + " " + ping.info().id().value() + " " + json(json));
  }

  static byte[] gone(long ping) {
    return bytes(GONE + " " + ping);
  }

  static byte[] echo(List<SavedEcho> servers) {
    return bytes(ECHO + " " + json(servers));
  }

  static byte[] ended(boolean inOrder) {
    return bytes(ENDED + " " + inOrder);
  }

  /// Applies the next line.
  void read(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    String[] words = text.split(" ", 3);
    try {
      switch (words[0]) {
        case PING -> pings.put(Long.parseLong(words[1]), words[2]);
        case GONE -> pings.remove(Long.parseLong(words[1]));
        case ECHO -> echoServers = servers(text.substring(ECHO.length() + 1));
        case ENDED -> wasClosed = Boolean.parseBoolean(words[1]);
        default -> throw new IllegalArgumentException("unknown kind of line");
      }
    } catch (JsonProcessingException | RuntimeException e) {
      leftOut(text, e);
    }
  }

  /// The state after all lines.
  SavedState state() {
    List<SavedPing> read = new ArrayList<>();
    for (String json : pings.values()) {
      try {
        read.add(ping(json));
      } catch (JsonProcessingException | RuntimeException e) {
        leftOut(json, e);
      }
    }
    return SavedState.inOrder(wasClosed, read, echoServers);
  }

  /// Number of intact lines that this version does not understand.
  long unread() {
    return unread;
  }

  private void leftOut(String line, Exception e) {
    unread++;
    LOG.warn(
        "a line of the pings' state is left out: {}: {}",
        GivenText.visible(
            String.valueOf(e.getMessage()).lines().findFirst().orElse(""), MOST_SHOWN),
        GivenText.visible(line, MOST_SHOWN));
  }

  private static SavedPing ping(String json) throws JsonProcessingException {
    PingJson read = JSON.readValue(json, PingJson.class);
    return new SavedPing(
        read.info(),
        PingBytes.counters(new VarReader(read.counters())),
        PingBytes.rtts(new VarReader(read.rtts())),
        read.lastSequence(),
        read.lastSentEpochNanos());
  }

  private static List<SavedEcho> servers(String json) throws JsonProcessingException {
    return List.copyOf(JSON.readValue(json, new TypeReference<List<SavedEcho>>() {}));
  }

  /// Decodes a ping from the JSON of an older version's file.
  static PingInfo info(String json) throws JsonProcessingException {
    return JSON.readValue(json, PingInfo.class);
  }

  /// Decodes an echo server from the JSON of an older version's file.
  static SavedEcho server(String json) throws JsonProcessingException {
    return JSON.readValue(json, SavedEcho.class);
  }

  /// Encodes everything that is to be saved.
  public static List<byte[]> all(
      Collection<byte[]> pings, List<SavedEcho> servers, boolean endedInOrder) {
    List<byte[]> lines = new ArrayList<>(pings);
    lines.add(echo(servers));
    lines.add(ended(endedInOrder));
    return lines;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value, e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
