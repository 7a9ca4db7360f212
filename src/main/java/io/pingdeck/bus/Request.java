package io.pingdeck.bus;

import java.lang.reflect.ParameterizedType;
import java.util.Arrays;

/// A request that knows the type of its reply.
///
/// @param <F> the family of requests that one [Service] serves: a sealed interface whose records
///   name their reply, as in `record All() implements EchoRequest<Servers>`
/// @param <A> the reply's type
public interface Request<F, A extends Record> {
  /// The reply's type as a request's record declares it.
  static Class<? extends Record> replyTo(Class<?> request) {
    return Arrays.stream(request.getGenericInterfaces())
        .map(ParameterizedType.class::cast)
        .map(family -> family.getActualTypeArguments()[0])
        .<Class<? extends Record>>map(reply -> ((Class<?>) reply).asSubclass(Record.class))
        .findFirst()
        .orElseThrow();
  }
}
