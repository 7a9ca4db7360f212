package io.pingdeck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SkippedTestsTest {
  @Test
  void oneLineCountsAndNamesEveryPackageOnce() {
    List<String> lines =
        List.of(
            "12\tneeds chromium: apt install chromium",
            "3\tneeds python strace: apt install python3 strace",
            "1\tneeds strace: apt install strace",
            "7\tthis user or kernel does not allow network namespaces: Operation not permitted");

    assertThat(SkippedTests.summary(lines))
        .isEqualTo(
            "16 tests were skipped because 3 tools are missing: apt install chromium python3"
                + " strace; 7 because this user, kernel or system does not allow what they test");
  }

  @Test
  void aSingleToolAndATestWithoutATool() {
    assertThat(SkippedTests.summary(List.of("1\tneeds strace: apt install strace")))
        .isEqualTo("1 test was skipped because a tool is missing: apt install strace");
    assertThat(SkippedTests.summary(List.of("2\tnative sockets exist for Linux only")))
        .isEqualTo(
            "2 tests were skipped because this user, kernel or system does not allow what they"
                + " test");
  }
}
