package io.pingdeck.bus;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.function.Supplier;

/// Carries a [RequestFailure] over the event bus, on a wire as the JSON of its reason.
public final class RequestFailureCodec implements MessageCodec<RequestFailure, RequestFailure> {
  private final RecordCodec<Content> content;

  private record Content(RequestFailure.Reason reason) {}

  public RequestFailureCodec(Supplier<ObjectMapper> json) {
    content = new RecordCodec<>(Content.class, json);
  }

  @Override
  public void encodeToWire(Buffer buffer, RequestFailure failure) {
    content.encodeToWire(buffer, new Content(failure.reason()));
  }

  @Override
  public RequestFailure decodeFromWire(int position, Buffer buffer) {
    return new RequestFailure(content.decodeFromWire(position, buffer).reason());
  }

  @Override
  public RequestFailure transform(RequestFailure failure) {
    return failure;
  }

  @Override
  public String name() {
    return RequestFailure.class.getName();
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
