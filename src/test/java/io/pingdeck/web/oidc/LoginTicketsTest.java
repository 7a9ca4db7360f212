package io.pingdeck.web.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.web.oidc.LoginTickets.Ticket;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginTicketsTest {
  private long now = -5;
  private final LoginTickets tickets = new LoginTickets(() -> now);

  @Test
  void isUsedOnceWithItsOwnState() {
    Ticket ticket = tickets.make();
    Ticket other = tickets.make();

    assertThat(tickets.use(ticket.id(), other.state())).isEmpty();
    assertThat(tickets.use(ticket.id(), ticket.state())).contains(ticket);
    assertThat(tickets.use(ticket.id(), ticket.state())).isEmpty();
    assertThat(tickets.use(other.id(), other.state())).contains(other);
  }

  @Test
  void isValidForTenMinutes() {
    Ticket used = tickets.make();
    Ticket late = tickets.make();

    now += LoginTickets.VALID.toNanos();
    assertThat(tickets.use(used.id(), used.state())).isPresent();
    now++;
    assertThat(tickets.use(late.id(), late.state())).isEmpty();
  }

  /// The browser has the id, and could write a later moment into it.
  @Test
  void cannotBeMadeYounger() {
    Ticket ticket = tickets.make();
    now += LoginTickets.VALID.toNanos() + 1;

    String younger = ticket.id().substring(0, 44) + now;

    assertThat(tickets.use(younger, ticket.state())).isEmpty();
  }

  @Test
  void isOfThisProcessAlone() {
    Ticket ticket = new LoginTickets(() -> now).make();

    assertThat(tickets.use(ticket.id(), ticket.state())).isEmpty();
  }

  @Test
  void whatIsNoTicketIsNone() {
    for (String id : List.of("", ".", "x".repeat(43) + ".", "x".repeat(100_000), "\u00e9.1")) {
      assertThat(tickets.use(id, "")).isEmpty();
    }
  }

  /// RFC 7636, appendix B.
  @Test
  void theChallengeIsTheHashOfTheVerifier() {
    Ticket ticket = new Ticket("", "", "", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

    assertThat(ticket.challenge()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }
}
