package io.pingdeck.bus;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pingdeck.probe.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;

/// Carries one record type over the event bus: the same immutable instance within a process, JSON
/// behind its length (four bytes, network order) on a wire. Thread-safe.
final class RecordCodec<T extends Record> implements MessageCodec<T, T> {
  // Endpoint.isLoopback() and its like are no part of a message.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .addMixIn(Answer.class, AnswerKinds.class)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  /// Which of its records an [Answer] is, by a name on the wire.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(Answer.Http.class),
    @JsonSubTypes.Type(Answer.Tls.class),
    @JsonSubTypes.Type(Answer.Smtp.class),
    @JsonSubTypes.Type(Answer.Dns.class),
    @JsonSubTypes.Type(Answer.Banner.class),
    @JsonSubTypes.Type(Answer.Echo.class),
    @JsonSubTypes.Type(Answer.Malformed.class),
    @JsonSubTypes.Type(Answer.From.class)
  })
  private interface AnswerKinds {}

  private final Class<T> type;

  RecordCodec(Class<T> type) {
    this.type = requireNonNull(type, "type");
  }

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    try {
      byte[] json = JSON.writeValueAsBytes(message);
      buffer.appendInt(json.length).appendBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + type.getName(), e);
    }
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    int start = position + Integer.BYTES;
    byte[] json = buffer.getBytes(start, start + buffer.getInt(position));
    try {
      return JSON.readValue(json, type);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a " + type.getName(), e);
    }
  }

  @Override
  public T transform(T message) {
    return message;
  }

  @Override
  public String name() {
    return type.getName();
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
