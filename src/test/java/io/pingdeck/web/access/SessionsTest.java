package io.pingdeck.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.testing.Proves;
import io.pingdeck.user.api.Role;
import io.pingdeck.user.api.User;
import io.pingdeck.web.http.LoginConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final LoginConfig CONFIG =
      new LoginConfig(
          LoginConfig.Mode.ALWAYS, false, Duration.ofMinutes(10), Duration.ofMinutes(60));

  private long now;
  private final Sessions sessions = new Sessions(CONFIG, () -> now);

  private static User user(String name) {
    return new User(name, Role.VIEWER, 1, Instant.EPOCH);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void anIdIsASecretOf256BitsAndNotKept() {
    String id = sessions.open(Holder.of(user("ada")));

    assertThat(id).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(sessions.open(Holder.of(user("ada"))));
    assertThat(sessions.use(id).orElseThrow().hash()).hasSize(64).doesNotContain(id);
    assertThat(sessions.use(sessions.use(id).orElseThrow().hash())).isEmpty();
  }

  @Test
  @Proves("W7")
  void endsWhenItIsNotUsed() {
    String id = sessions.open(Holder.of(user("ada")));

    pass(Duration.ofMinutes(9));
    assertThat(sessions.use(id)).isPresent();
    pass(Duration.ofMinutes(9));
    assertThat(sessions.use(id)).isPresent();
    pass(Duration.ofMinutes(10).plusNanos(1));
    assertThat(sessions.use(id)).isEmpty();
  }

  @Test
  @Proves("W7")
  void endsAtItsAgeHoweverMuchItIsUsed() {
    String id = sessions.open(Holder.of(user("ada")));

    for (int i = 0; i < 10; i++) {
      pass(Duration.ofMinutes(6));
      assertThat(sessions.use(id)).isPresent();
    }
    pass(Duration.ofNanos(1));
    assertThat(sessions.use(id)).isEmpty();
  }

  @Test
  void theOldestOfAUserEnds() {
    List<String> ids = new ArrayList<>();
    String other = sessions.open(Holder.of(user("bob")));
    for (int i = 0; i <= Sessions.MOST_OF_USER; i++) {
      ids.add(sessions.open(Holder.of(user("ada"))));
    }

    assertThat(sessions.use(ids.getFirst())).isEmpty();
    assertThat(ids.subList(1, ids.size())).allMatch(id -> sessions.use(id).isPresent());
    assertThat(sessions.use(other)).isPresent();
  }

  @Test
  void theirNumberIsLimited() {
    String first = sessions.open(Holder.of(user("u")));
    for (int i = 0; i < Sessions.MOST; i++) {
      sessions.open(Holder.of(user("u" + i)));
    }

    assertThat(sessions.size()).isEqualTo(Sessions.MOST);
    assertThat(sessions.use(first)).isEmpty();
  }

  @Test
  void thoseOfChangedUsersAreSwept() {
    String ada = sessions.open(Holder.of(user("ada")));
    String bob = sessions.open(Holder.of(user("bob")));

    sessions.sweep(user -> user.name().equals("bob"));

    assertThat(sessions.use(ada)).isEmpty();
    assertThat(sessions.use(bob)).isPresent();
  }

  @Test
  void anEndedOneIsOver() {
    String id = sessions.open(Holder.of(user("ada")));
    Session session = sessions.use(id).orElseThrow();

    sessions.end(session);

    assertThat(sessions.use(session)).isFalse();
    assertThat(sessions.use(id)).isEmpty();
  }
}
