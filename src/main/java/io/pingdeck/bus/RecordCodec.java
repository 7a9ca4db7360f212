package io.pingdeck.bus;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.util.function.Supplier;

/// Carries one record type over the event bus: as the same immutable instance within a process, and
/// on a wire as JSON with a length prefix (four bytes, network order). Thread-safe.
public final class RecordCodec<T extends Record> implements MessageCodec<T, T> {
  private final Class<T> type;
  private final Supplier<ObjectMapper> json;

  /// @param json a mapper built from [#mapper()], extended as the type requires; called at the
  ///   first message on a wire
  public RecordCodec(Class<T> type, Supplier<ObjectMapper> json) {
    this.type = requireNonNull(type, "type");
    this.json = requireNonNull(json, "json");
  }

  /// A mapper that serializes only record components: accessors such as `Endpoint.isLoopback()` are
  /// not part of a message.
  public static JsonMapper.Builder mapper() {
    return JsonMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(new JavaTimeModule())
        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
  }

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    try {
      byte[] text = json.get().writeValueAsBytes(message);
      buffer.appendInt(text.length).appendBytes(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + type.getName(), e);
    }
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    int start = position + Integer.BYTES;
    byte[] text = buffer.getBytes(start, start + buffer.getInt(position));
    try {
      return json.get().readValue(text, type);
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
