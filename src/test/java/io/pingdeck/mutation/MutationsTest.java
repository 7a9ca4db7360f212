package io.pingdeck.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// The list of mutations fits the program, so that [MutationRun] can try each.
class MutationsTest {
  static List<Mutation> mutations() {
    return Mutations.all();
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void whatIsReplacedIsThereOnce(Mutation mutation) {
    assertThat(mutation.places()).as("%s: %s", mutation.source(), mutation.before()).isOne();
    assertThat(mutation.mutant()).isNotEqualTo(mutation.text());
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void itsTestsExist(Mutation mutation) throws ClassNotFoundException {
    assertThat(mutation.tests()).isNotEmpty();
    for (String test : mutation.tests()) {
      String[] parts = Mutation.fullName(test).split("#");
      Class<?> type = Class.forName(parts[0], false, MutationsTest.class.getClassLoader());
      Stream<String> names =
          Arrays.stream(type.getDeclaredMethods())
              .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
              .map(method -> method.getName());
      assertThat(names).as(test).contains(parts.length > 1 ? parts[1] : names(type));
    }
  }

  private static String names(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
        .map(method -> method.getName())
        .findFirst()
        .orElse("a test");
  }

  @Test
  void eachHasItsOwnName() {
    assertThat(mutations()).extracting(Mutation::name).doesNotHaveDuplicates();
    assertThat(mutations()).hasSizeGreaterThan(40);
  }
}
