package io.pingdeck.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
  private final List<List<Integer>> asked = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 1_000, 1_234})
  void eachIsAskedForOnceAndInOrder(int size) {
    List<Integer> all = IntStream.range(0, size).boxed().toList();

    Future<Void> done = Batches.inTurn(all, this::ask);

    assertThat(done.succeeded()).isTrue();
    assertThat(asked).hasSize(Math.ceilDiv(size, Batches.SIZE));
    assertThat(asked).allMatch(portion -> portion.size() <= Batches.SIZE);
    assertThat(asked.stream().flatMap(List::stream)).isEqualTo(all);
  }

  private Future<?> ask(List<Integer> portion) {
    asked.add(portion);
    return Future.succeededFuture();
  }

  @Test
  void nextPortionWaitsForTheOneBefore() {
    List<Promise<Void>> answers = new ArrayList<>();
    List<Integer> all = IntStream.range(0, 2 * Batches.SIZE).boxed().toList();

    Future<Void> done =
        Batches.inTurn(
            all,
            portion -> {
              answers.add(Promise.promise());
              return answers.getLast().future();
            });

    assertThat(answers).hasSize(1);
    answers.getFirst().complete();
    assertThat(answers).hasSize(2);
    assertThat(done.isComplete()).isFalse();
    answers.getLast().complete();
    assertThat(done.succeeded()).isTrue();
  }

  @Test
  void thousandsOfPortionsEndWithoutADeepStack() {
    Deque<Promise<Void>> answers = new ArrayDeque<>();
    List<Integer> all = IntStream.range(0, 1_000_000).boxed().toList();

    Future<Void> done =
        Batches.inTurn(
            all,
            portion -> {
              answers.add(Promise.promise());
              return answers.getLast().future();
            });
    while (!answers.isEmpty()) {
      answers.poll().complete();
    }

    assertThat(done.succeeded()).isTrue();
  }

  @Test
  void questionThatThrowsEndsIt() {
    Future<Void> done =
        Batches.inTurn(
            List.of(1),
            portion -> {
              throw new IllegalStateException("no " + portion);
            });

    assertThat(done.cause()).hasMessage("no [1]");
  }

  @Test
  void firstFailureEndsIt() {
    List<Integer> all = IntStream.range(0, 3 * Batches.SIZE).boxed().toList();

    Future<Void> done =
        Batches.inTurn(
            all,
            portion -> {
              asked.add(portion);
              return Future.failedFuture("no " + portion.getFirst());
            });

    assertThat(done.cause()).hasMessage("no 0");
    assertThat(asked).hasSize(1);
  }
}
