package io.pingdeck.ping.sender;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SlotNoticeTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(SlotNotice.class);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeEach
  void listen() {
    written.start();
    logger.addAppender(written);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(written);
  }

  @Test
  void oneLineForEachTimeThatTheSlotsRunOut() {
    SlotNotice http = new SlotNotice("HTTP", 4096);
    SlotNotice tcp = new SlotNotice("TCP", 4096);

    http.full();
    http.full();
    tcp.full();
    http.free();
    http.full();

    String text = "all 4096 connection slots for %s probes are in use: further probes are not sent";
    assertThat(lines())
        .containsExactly(text.formatted("HTTP"), text.formatted("TCP"), text.formatted("HTTP"));
    assertThat(written.list).extracting(ILoggingEvent::getMessage).doesNotContain("{}");
  }

  private List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
