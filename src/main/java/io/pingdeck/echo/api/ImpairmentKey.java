package io.pingdeck.echo.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonPointer;
import io.pingdeck.ping.target.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One setting of an [Impairment]. The configuration, REST, the command line and saved state all
/// read this table, so a new impairment is a constant here and the code that applies it.
public final class ImpairmentKey<T> {
  public static final Duration MAX_DELAY = Duration.ofSeconds(60);
  public static final double MAX_BURST = 1e6;
  public static final long MIN_BITS_PER_SECOND = 1000;

  /// What values a key takes.
  public enum Kind {
    /// A probability, 0-1.
    CHANCE,
    /// A mean burst length, from 1 to [#MAX_BURST].
    BURST,
    /// A duration, from 0 to [#MAX_DELAY].
    DELAY,
    /// A bandwidth in bits per second, headers included, at least [#MIN_BITS_PER_SECOND]; empty for
    /// unlimited.
    RATE,
    /// A [Choice].
    CHOICE,
    /// Any number; empty for a random one.
    SEED;

    /// Whether a value of this kind is in its range.
    public boolean allows(Object value) {
      return switch (this) {
        case CHANCE -> value instanceof Double chance && chance >= 0 && chance <= 1;
        case BURST -> value instanceof Double length && length >= 1 && length <= MAX_BURST;
        case DELAY ->
            value instanceof Duration delay
                && !delay.isNegative()
                && delay.compareTo(MAX_DELAY) <= 0;
        case RATE ->
            value instanceof OptionalLong rate
                && rate.orElse(MIN_BITS_PER_SECOND) >= MIN_BITS_PER_SECOND;
        case CHOICE -> value instanceof Choice;
        case SEED -> value instanceof OptionalLong;
      };
    }
  }

  /// A value with a name in the configuration and in JSON.
  public interface Choice {
    String json();
  }

  /// The only protocol that a key is for.
  ///
  /// @param why why the other protocol cannot have it
  public record Only(Protocol protocol, String why) {
    @Override
    public String toString() {
      return "is for " + protocol.scheme() + " servers only: " + why;
    }
  }

  private static final Only UDP = new Only(Protocol.UDP, "tcp keeps order and removes duplicates");
  private static final List<ImpairmentKey<?>> KEYS = new ArrayList<>();

  // Earlier versions saved these in objects of their own.
  private static final Map<String, String> NESTED =
      Map.of(
          "requestLoss", "/wayIn/loss",
          "requestDelay", "/wayIn/delay",
          "requestJitter", "/wayIn/jitter",
          "requestBitsPerSecond", "/wayIn/bitsPerSecond",
          "stall", "/stream/stall",
          "stallTime", "/stream/stallTime",
          "closeDelay", "/stream/closeDelay");

  /// Probability that a datagram or line is not answered.
  public static final ImpairmentKey<Double> LOSS = chance("loss", "Probability of loss: 0-1.");

  /// Mean length of a loss burst. 1 is independent loss, where bursts occur only by chance. More
  /// selects the Gilbert-Elliott model with a good state that loses nothing and a bad state that
  /// loses everything. A loss too high for such short bursts makes them longer.
  public static final ImpairmentKey<Double> BURST =
      new ImpairmentKey<>(
          "burst", Kind.BURST, Double.class, 1.0, "N", "Mean number of consecutive losses.");

  /// How a TCP server shows its loss.
  public static final ImpairmentKey<LossAs> LOSS_AS =
      choice("lossAs", LossAs.LOST, "HOW", "What tcp does on a loss: lost, silent, reset.");

  /// Probability that a datagram, or a connection attempt to a TCP server, is answered with an ICMP
  /// error instead; applies to what `loss` leaves. Over TCP the sequence number of the SYN decides,
  /// so a seed does not repeat the choice.
  public static final ImpairmentKey<Double> ICMP_ERROR =
      chance("icmpError", "Probability of an ICMP error instead of a reply (CAP_NET_RAW).");

  /// Which error.
  public static final ImpairmentKey<IcmpErrorAs> ICMP_ERROR_AS =
      choice(
          "icmpErrorAs",
          IcmpErrorAs.HOST_UNREACHABLE,
          "WHICH",
          "hostUnreachable, portUnreachable, netUnreachable, prohibited, timeExceeded.");

  /// How long a reply is delayed.
  public static final ImpairmentKey<Duration> DELAY =
      delay("delay", Duration.ZERO, "Delay before a reply is sent: 50ms.");

  /// Spread of delays, distributed as in `jitterShape`; a delay is never below 0.
  public static final ImpairmentKey<Duration> JITTER =
      delay("jitter", Duration.ZERO, "Random variation of the delay.");

  public static final ImpairmentKey<JitterShape> JITTER_SHAPE =
      choice("jitterShape", JitterShape.UNIFORM, "SHAPE", "uniform, normal.");

  /// Probability that a reply is sent twice.
  public static final ImpairmentKey<Double> DUPLICATE =
      chance("duplicate", "Probability that a reply is sent twice (udp).", UDP);

  /// Probability that a reply is held until the next one was sent, for at most a second.
  public static final ImpairmentKey<Double> REORDER =
      chance("reorder", "Probability that a reply is sent after the next (udp).", UDP);

  /// Probability that one bit of a reply is flipped.
  public static final ImpairmentKey<Double> CORRUPT =
      chance(
          "corrupt",
          "Probability that a bit of a reply is flipped (udp).",
          new Only(Protocol.UDP, "tcp's checksum would drop it"));

  /// Bandwidth of the outgoing path.
  public static final ImpairmentKey<OptionalLong> BITS_PER_SECOND =
      number("bitsPerSecond", Kind.RATE, "RATE", "Bandwidth limit for replies, bit/s.");

  /// Probability that a datagram is lost before the server handles it.
  public static final ImpairmentKey<Double> REQUEST_LOSS =
      chance(
          "requestLoss",
          "Probability that a request is dropped (udp).",
          new Only(Protocol.UDP, "tcp retransmits what is lost"));

  /// How long a request is delayed before the server handles it.
  public static final ImpairmentKey<Duration> REQUEST_DELAY =
      delay("requestDelay", Duration.ZERO, "Delay before a request is handled.");

  /// Spread of those delays, distributed as in `jitterShape`.
  public static final ImpairmentKey<Duration> REQUEST_JITTER =
      delay("requestJitter", Duration.ZERO, "Random variation of that delay.");

  /// Bandwidth of the incoming path.
  public static final ImpairmentKey<OptionalLong> REQUEST_BITS_PER_SECOND =
      number("requestBitsPerSecond", Kind.RATE, "RATE", "Bandwidth limit for requests, bit/s.");

  /// Probability that a line's reply pauses half-way.
  public static final ImpairmentKey<Double> STALL =
      chance(
          "stall",
          "Probability that a reply stalls half-way (tcp).",
          new Only(Protocol.TCP, "a datagram cannot stall half-way"));

  /// Length of the pause; later data on the connection waits too.
  public static final ImpairmentKey<Duration> STALL_TIME =
      delay("stallTime", Duration.ofSeconds(1), "Length of a stall.");

  /// Time between the last byte and the close of the server's side.
  public static final ImpairmentKey<Duration> CLOSE_DELAY =
      new ImpairmentKey<>(
          "closeDelay",
          Kind.DELAY,
          Duration.class,
          Duration.ZERO,
          "TIME",
          "Delay between the last byte and the close (tcp).",
          new Only(Protocol.TCP, "udp has no connection to close"));

  /// Makes the same choices in every run.
  public static final ImpairmentKey<OptionalLong> SEED =
      number("seed", Kind.SEED, "N", "Seed of the random choices, to repeat a run.");

  private final int index = KEYS.size();
  private final String name;
  private final JsonPointer saved;
  private final Kind kind;
  private final Class<T> type;
  private final T fallback;
  private final String placeholder;
  private final String help;
  private final Optional<Only> only;

  private ImpairmentKey(
      String name,
      Kind kind,
      Class<T> type,
      T fallback,
      String placeholder,
      String help,
      Only... only) {
    this.name = requireNonNull(name, "name");
    saved = JsonPointer.compile(NESTED.getOrDefault(name, "/" + name));
    this.kind = requireNonNull(kind, "kind");
    this.type = requireNonNull(type, "type");
    this.fallback = requireNonNull(fallback, "fallback");
    this.placeholder = requireNonNull(placeholder, "placeholder");
    this.help = requireNonNull(help, "help");
    this.only = List.of(only).stream().findFirst();
    KEYS.add(this);
  }

  private static ImpairmentKey<Double> chance(String name, String help, Only... only) {
    return new ImpairmentKey<>(name, Kind.CHANCE, Double.class, 0.0, "PROBABILITY", help, only);
  }

  private static ImpairmentKey<Duration> delay(String name, Duration fallback, String help) {
    return new ImpairmentKey<>(name, Kind.DELAY, Duration.class, fallback, "TIME", help);
  }

  private static ImpairmentKey<OptionalLong> number(
      String name, Kind kind, String placeholder, String help) {
    return new ImpairmentKey<>(
        name, kind, OptionalLong.class, OptionalLong.empty(), placeholder, help);
  }

  private static <E extends Enum<E> & Choice> ImpairmentKey<E> choice(
      String name, E fallback, String placeholder, String help) {
    return new ImpairmentKey<>(
        name, Kind.CHOICE, fallback.getDeclaringClass(), fallback, placeholder, help);
  }

  /// Every key, in the order of their documents.
  public static List<ImpairmentKey<?>> all() {
    return Collections.unmodifiableList(KEYS);
  }

  /// The name in the configuration and in JSON.
  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  /// The values of a [Kind#CHOICE] by name.
  public Map<String, Object> choices() {
    Map<String, Object> choices = new LinkedHashMap<>();
    for (T value : type.getEnumConstants()) {
      choices.put(((Choice) value).json(), value);
    }
    return choices;
  }

  /// The placeholder of a value on the command line: `PROBABILITY`.
  public String placeholder() {
    return placeholder;
  }

  /// One line for the command line.
  public String help() {
    return help;
  }

  /// Empty if it is for every protocol.
  public Optional<Only> only() {
    return only;
  }

  /// Its place in the saved form of an impairment.
  JsonPointer saved() {
    return saved;
  }

  int index() {
    return index;
  }

  Class<T> type() {
    return type;
  }

  T fallback() {
    return fallback;
  }

  @Override
  public String toString() {
    return name;
  }
}
