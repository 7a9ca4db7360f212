package io.pingdeck.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/// Logging without a configuration file: warnings and errors to stderr, because stdout belongs to
/// the commands. In code, because every start would wait for an XML parser.
///
/// Logback finds this class by its service file. A file that `logback.configurationFile` names
/// comes first.
public final class DefaultLogging extends ContextAwareBase implements Configurator {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0} - %msg%n";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    // It warns of every message that reaches a verticle while the program ends.
    level(context, "io.vertx.core.eventbus.impl.MessageConsumerImpl", Level.ERROR);
    // It warns, with a stack, of a connection that arrives while the server closes.
    level(context, "io.netty.bootstrap.ServerBootstrap", Level.ERROR);
    // It warns of a machine with no network card but loopback.
    level(context, "io.netty.util.internal.MacAddressUtil", Level.ERROR);
    // It prints stacks of what is told in a sentence.
    level(context, "org.sqlite", Level.OFF);
    // It prints a stack if no interface is up, which `serve` tells in a sentence.
    level(context, "io.netty.util.NetUtilInitializations", Level.ERROR);
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(once(context, stderr(context)));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static void level(LoggerContext context, String logger, Level level) {
    context.getLogger(logger).setLevel(level);
  }

  private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern(PATTERN);
    encoder.start();
    ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
    stderr.setContext(context);
    stderr.setName("stderr");
    stderr.setTarget(ConsoleTarget.SystemErr.getName());
    stderr.setEncoder(encoder);
    stderr.start();
    return stderr;
  }

  private static RepeatedLines once(LoggerContext context, ConsoleAppender<ILoggingEvent> to) {
    RepeatedLines once = new RepeatedLines();
    once.setContext(context);
    once.setName("once");
    once.addAppender(to);
    once.start();
    return once;
  }
}
