package io.pingdeck.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramVersionTest {
  @ParameterizedTest
  @CsvSource({
    "1.0.0+63fec115ab, 1.0.0, 63fec115ab",
    "1.0.0+unknown, 1.0.0, unknown",
    "1.0.0+${git.commit.id.abbrev}, 1.0.0, unknown",
    "1.0.0, 1.0.0, unknown",
  })
  void manifestGivesNumberAndCommit(String manifest, String number, String commit) {
    assertThat(ProgramVersion.of(manifest)).isEqualTo(new ProgramVersion(number, commit));
  }

  @Test
  void classesWithoutAJarAreADevelopmentVersion() {
    assertThat(ProgramVersion.of(null)).hasToString("development (commit unknown)");
  }
}
