package io.pingdeck.echo.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
  @ParameterizedTest
  @ValueSource(classes = {RequestImpairment.class, StreamFaults.class, Impairment.class})
  void anyOfThemMayBeTheFirstToBeUsed(Class<?> first) throws IOException, ClassNotFoundException {
    URL[] classes = {first.getProtectionDomain().getCodeSource().getLocation()};
    try (URLClassLoader untouched =
        new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
      Class<?> used = Class.forName(first.getName(), true, untouched);

      assertThat(used).isNotSameAs(first);
    }
  }
}
