package io.pingdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.packet.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MessageLogTest {
  private static final Endpoint FROM = Endpoint.ipv4(0x7f000001, 40_000);
  private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void aFloodPrintsTwoHundredLinesASecondAndSaysHowManyItLeftOut() {
    try (MessageLog log = new MessageLog(printed::add, now::get)) {
      tell(log, 1_000);
      now.addAndGet(1_000_000_000L);
      tell(log, 1);
    }

    assertThat(printed.stream().filter(line -> line.endsWith("\"ping\" answered"))).hasSize(201);
    assertThat(leftOut()).isEqualTo(800);
  }

  @Test
  void aTerminalThatStandsStillHoldsNothingUp() {
    CountDownLatch reading = new CountDownLatch(1);
    MessageLog log =
        new MessageLog(
            line -> {
              try {
                reading.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              printed.add(line);
            },
            now::get);
    for (int second = 0; second < 10; second++) {
      tell(log, MessageLog.A_SECOND);
      now.addAndGet(1_000_000_000L);
    }
    reading.countDown();
    log.close();

    long lines = printed.stream().filter(line -> line.endsWith("answered")).count();
    assertThat(lines).isBetween(400L, 402L);
    assertThat(lines + leftOut()).isEqualTo(2_000);
  }

  private long leftOut() {
    return printed.stream()
        .filter(line -> line.contains(" more messages, not shown"))
        .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
        .sum();
  }

  private static void tell(MessageLog log, int messages) {
    for (int i = 0; i < messages; i++) {
      if (log.takes()) {
        log.message(FROM, "ping", "answered");
      }
    }
  }
}
