package io.pingdeck.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A log filter. Passes on the first line of a kind, counts further ones within the next minute,
/// then logs a summary with their number. A kind is a logger, a message before its parameters are
/// inserted, and an exception class. The parameters do not count, because the client that triggers
/// a line can choose them.
public final class RepeatedLines extends UnsynchronizedAppenderBase<ILoggingEvent>
    implements AppenderAttachable<ILoggingEvent> {
  private static final Duration SPAN = Duration.ofMinutes(1);
  private static final int SECONDS_BETWEEN_LOOKS = 5;

  /// Maximum number of kinds tracked at once. The code determines the kinds, so there are more only
  /// where a message is concatenated before it is logged.
  private static final int MOST = 1000;

  private record Kind(String logger, String message, String exception) {
    static Kind of(ILoggingEvent event) {
      return new Kind(
          event.getLoggerName(),
          String.valueOf(event.getMessage()),
          event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getClassName());
    }
  }

  private static final class Repeats {
    private final Instant since;
    private ILoggingEvent latest;
    private long count;

    Repeats(ILoggingEvent first) {
      since = first.getInstant();
      latest = first;
    }
  }

  private final AppenderAttachableImpl<ILoggingEvent> appenders = new AppenderAttachableImpl<>();
  private final LinkedHashMap<Kind, Repeats> kinds = new LinkedHashMap<>();
  private ScheduledFuture<?> looks;

  /// Logs all pending summaries. Call this before the process exits.
  public static void tellAll() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      tellAll(context);
    }
  }

  static void tellAll(LoggerContext context) {
    context
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .iteratorForAppenders()
        .forEachRemaining(appender -> {
          if (appender instanceof RepeatedLines lines) {
            lines.look(Instant.MAX);
          }
        });
  }

  @Override
  public void start() {
    looks =
        getContext()
            .getScheduledExecutorService()
            .scheduleWithFixedDelay(
                () -> look(Instant.now()),
                SECONDS_BETWEEN_LOOKS,
                SECONDS_BETWEEN_LOOKS,
                TimeUnit.SECONDS);
    super.start();
  }

  @Override
  public void stop() {
    super.stop();
    if (looks != null) {
      looks.cancel(false);
    }
    look(Instant.MAX);
    appenders.detachAndStopAllAppenders();
  }

  @Override
  protected void append(ILoggingEvent event) {
    look(event.getInstant());
    if (isFirst(event)) {
      appenders.appendLoopOnAppenders(event);
    }
  }

  private synchronized boolean isFirst(ILoggingEvent event) {
    Kind kind = Kind.of(event);
    Repeats repeats = kinds.get(kind);
    if (repeats != null) {
      repeats.count++;
      repeats.latest = event;
      return false;
    }
    if (kinds.size() >= MOST) {
      tell(kinds.pollFirstEntry().getValue());
    }
    kinds.put(kind, new Repeats(event));
    return true;
  }

  /// Logs a summary for each kind whose minute is over, and removes it.
  synchronized void look(Instant now) {
    Iterator<Repeats> oldestFirst = kinds.values().iterator();
    while (oldestFirst.hasNext()) {
      Repeats repeats = oldestFirst.next();
      if (now.isBefore(repeats.since.plus(SPAN))) {
        return;
      }
      oldestFirst.remove();
      tell(repeats);
    }
  }

  private void tell(Repeats repeats) {
    if (repeats.count == 0) {
      return;
    }
    ILoggingEvent latest = repeats.latest;
    LoggingEvent line = new LoggingEvent();
    line.setLoggerName(latest.getLoggerName());
    line.setLevel(latest.getLevel());
    line.setThreadName(latest.getThreadName());
    line.setInstant(latest.getInstant());
    // Without it an appender that writes fails: it would ask the logger context, which is not set.
    line.setMDCPropertyMap(Map.of());
    line.setMessage(
        String.format(
            Locale.ROOT,
            "... %,d times more, the last: %s",
            repeats.count,
            latest.getFormattedMessage()));
    appenders.appendLoopOnAppenders(line);
  }

  @Override
  public void addAppender(Appender<ILoggingEvent> appender) {
    appenders.addAppender(appender);
  }

  @Override
  public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
    return appenders.iteratorForAppenders();
  }

  @Override
  public Appender<ILoggingEvent> getAppender(String name) {
    return appenders.getAppender(name);
  }

  @Override
  public boolean isAttached(Appender<ILoggingEvent> appender) {
    return appenders.isAttached(appender);
  }

  @Override
  public void detachAndStopAllAppenders() {
    appenders.detachAndStopAllAppenders();
  }

  @Override
  public boolean detachAppender(Appender<ILoggingEvent> appender) {
    return appenders.detachAppender(appender);
  }

  @Override
  public boolean detachAppender(String name) {
    return appenders.detachAppender(name);
  }
}
