package io.pingdeck.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class RepeatedLinesTest {
  /// So late that the appender's own checks, by the system clock, find no minute that is over.
  private static final Instant START = Instant.parse("2100-01-01T00:00:00Z");

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final RepeatedLines lines = new RepeatedLines();

  @BeforeEach
  void start() {
    written.start();
    lines.setContext(context);
    lines.addAppender(written);
    lines.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void repeatedLineIsWrittenOnceAndCountedAMinuteLater() {
    for (int i = 0; i < 83_000; i++) {
      log(0, "{} failed", new IOException("broken"), "GET /" + i);
    }

    assertThat(texts()).containsExactly("GET /0 failed");
    lines.look(START.plusSeconds(59));
    assertThat(texts()).hasSize(1);
    lines.look(START.plusSeconds(60));
    assertThat(texts())
        .containsExactly("GET /0 failed", "... 82,999 times more, the last: GET /82999 failed");
    assertThat(written.list.getLast().getThrowableProxy()).isNull();
  }

  @Test
  void whatIsCountedIsToldWhenTheProgramEnds() {
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
    for (int i = 0; i < 3; i++) {
      log(0, "{} failed", null, "GET /" + i);
    }
    log(0, "it happened", null);

    RepeatedLines.tellAll(context);
    RepeatedLines.tellAll(context);

    assertThat(texts())
        .containsExactly(
            "GET /0 failed", "it happened", "... 2 times more, the last: GET /2 failed");
  }

  @Test
  void otherMessageLoggerOrExceptionIsAnotherLine() {
    log(0, "{} failed", new IOException("broken"), "GET");
    log(0, "{} failed", new IllegalStateException("broken"), "GET");
    log(0, "{} failed", null, "GET");
    log(0, "{} was refused", null, "GET");

    assertThat(texts()).hasSize(4);
  }

  @Test
  void lineThatComesAgainAfterAMinuteIsWrittenAgain() {
    log(0, "it happened", null);
    log(61, "it happened", null);
    lines.look(START.plusSeconds(200));

    assertThat(texts()).containsExactly("it happened", "it happened");
  }

  @Test
  void whatWasCountedIsToldAtTheEnd() {
    log(0, "it happened", null);
    log(1, "it happened", null);

    lines.stop();

    assertThat(texts()).containsExactly("it happened", "... 1 times more, the last: it happened");
  }

  @Test
  void kindsAreBounded() {
    log(0, "first", null);
    log(0, "first", null);
    for (int i = 0; i < 1000; i++) {
      log(0, "kind " + i, null);
    }

    assertThat(texts()).hasSize(1002).contains("... 1 times more, the last: first");
  }

  private void log(long second, String message, Throwable cause, Object... parameters) {
    LoggingEvent event =
        new LoggingEvent(
            getClass().getName(), context.getLogger("web"), Level.WARN, message, cause, parameters);
    event.setInstant(START.plusSeconds(second));
    lines.doAppend(event);
  }

  private List<String> texts() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
