package io.pingdeck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Configurations that no user writes by hand.
@Timeout(20)
class ConfigBoundsTest {
  private static final int MIB = 1024 * 1024;

  @Test
  void fileOfTwoMebibytesIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("large.yaml"), "#".repeat(2 * MIB));

    assertThat(faultsOf(file)).containsExactly(tooLarge(file));
  }

  @Test
  void fileWithoutEndIsRefused() {
    Path endless = Path.of("/dev/zero");

    assertThat(faultsOf(endless)).containsExactly(tooLarge(endless));
  }

  @Test
  void largestFileIsReadInTime(@TempDir Path folder) throws IOException {
    String line = "x: [a, b]\n";
    Path file = Files.writeString(folder.resolve("x.yaml"), line.repeat(MIB / line.length()));

    long start = System.nanoTime();
    List<Fault> faults = faultsOf(file);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(faults).isNotEmpty().hasSizeLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "&a [", "!!seq ["})
  void deepNestingIsRefused(String opening) {
    assertThat(faults("web: " + opening.repeat(MIB / 2 / opening.length())))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).startsWith("not YAML: "));
  }

  @Test
  void aliasesThatGrowWithoutEndAreRefused() {
    String bomb = "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nweb: *c\n";

    assertThat(faults(bomb))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).startsWith("not YAML: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me:hush@example.com/hook",
        "https://me:h/u@s#h:hush@example.com/hook",
        "https:me:hush@example.com/hook",
        "ftp://example.com/hook?token=hush",
        "ftp://example.com/hook?a=1&api_key=hush",
        "ftp://example.com/hook?x-PASSWORD=hush#top"
      })
  @Proves("W27")
  void secretOfAnAddressIsNotTold(String url) {
    assertThat(faults("heartbeat: {webhook: {url: '" + url + "'}}"))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.field()).isEqualTo("heartbeat.webhook.url (file:1)");
          assertThat(fault.message()).contains("***", "example.com").doesNotContain("hush", "me:");
        });
  }

  private static Fault tooLarge(Path file) {
    return new Fault("config", file + " is larger than 1048576 bytes");
  }

  private static List<Fault> faults(String yaml) {
    return refusal(() -> ConfigReader.parse("file", yaml, Map.of(), List.of(), AppConfig.DEFAULT));
  }

  private static List<Fault> faultsOf(Path file) {
    return refusal(
        () -> ConfigReader.read(Optional.of(file), Map.of(), List.of(), ConfigRules.NONE));
  }

  private static List<Fault> refusal(ThrowingCallable read) {
    FaultException refusal = catchThrowableOfType(FaultException.class, read);
    assertThat(refusal).isNotNull();
    return refusal.faults();
  }
}
