package io.pingdeck.bus;

import java.lang.reflect.ParameterizedType;
import java.util.Arrays;

/// A request with a typed reply.
///
/// @param <F> family of requests that one [Service] serves: a sealed interface whose records
///   declare their reply, as in `record All() implements EchoRequest<Servers>`
/// @param <A> type of the reply
public interface Request<F, A extends Record> {
  /// The type of the reply, as declared by the record of the request.
  static Class<? extends Record> replyTo(Class<?> request) {
    return Arrays.stream(request.getGenericInterfaces())
        .map(ParameterizedType.class::cast)
        .map(family -> family.getActualTypeArguments()[0])
        .<Class<? extends Record>>map(reply -> ((Class<?>) reply).asSubclass(Record.class))
        .findFirst()
        .orElseThrow();
  }
}
