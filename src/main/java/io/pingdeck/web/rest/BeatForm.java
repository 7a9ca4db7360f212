package io.pingdeck.web.rest;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.base.GivenText;
import io.pingdeck.heartbeat.api.BeatReport;
import io.pingdeck.packet.text.BeatText;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A beat by HTTP, parsed from its URL: `/beats/backup`, `/beats/backup/3?msg=disk+full`,
/// `/beats/shop?status=down&msg=timeout&ping=12`.
final class BeatForm {
  private BeatForm() {}

  /// @throws FaultException if the name is invalid; states what is allowed
  static String name(RoutingContext context) {
    String name = context.pathParam("name");
    if (!BeatText.isName(name)) {
      throw new FaultException(
          "name", GivenText.show(name) + " is not a name (" + BeatText.NAME_RULE + ")");
    }
    return name;
  }

  /// @throws FaultException with every unreadable parameter
  static BeatReport report(RoutingContext context) {
    return report(Optional.ofNullable(context.pathParam("report")), context.queryParams());
  }

  /// @param told the part of the path behind the name
  static BeatReport report(Optional<String> told, MultiMap query) {
    List<Fault> faults = new ArrayList<>();
    String word = told.orElse("0");
    String message = Optional.ofNullable(query.get("msg")).orElse("");
    OptionalDouble ping = ping(query.get("ping"), faults);
    OptionalInt code =
        word.matches("\\d{1,3}") ? OptionalInt.of(Integer.parseInt(word)) : OptionalInt.empty();
    String status = query.get("status");
    boolean isDown = isDown(status, faults);
    boolean isGoodbye = isTrue(query.get("goodbye"), faults);
    if (code.orElse(0) > 255 || code.isEmpty() && !word.equals("start") && !word.equals("fail")) {
      faults.add(
          new Fault(
              "report", GivenText.show(word) + " is not start, fail or an exit code (0-255)"));
    }
    boolean toldReport = told.isPresent();
    boolean reportsFailure = word.equals("fail") || code.orElse(0) > 0;
    if (toldReport && faults.isEmpty()) {
      checkAgree(word, reportsFailure, status, isGoodbye, faults);
    }
    if (isDown && isGoodbye) {
      contradict("status", "down", "goodbye", "true", faults);
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    boolean failed = isDown || reportsFailure;
    BeatReport.Kind kind = failed ? BeatReport.Kind.FAIL : BeatReport.Kind.OK;
    if (word.equals("start")) {
      kind = BeatReport.Kind.START;
    } else if (isGoodbye) {
      kind = BeatReport.Kind.GOODBYE;
    }
    return new BeatReport(kind, toldReport ? code : OptionalInt.empty(), message, ping);
  }

  private static void checkAgree(
      String word, boolean failed, String status, boolean isGoodbye, List<Fault> faults) {
    if (status != null && (status.equals("up") ? failed : !failed)) {
      contradict("report", word, "status", status, faults);
    }
    if (isGoodbye && (failed || word.equals("start"))) {
      contradict("report", word, "goodbye", "true", faults);
    }
  }

  private static void contradict(
      String field, String value, String other, String otherValue, List<Fault> faults) {
    faults.add(new Fault(field, value + " contradicts " + other + "=" + otherValue));
    faults.add(new Fault(other, otherValue + " contradicts " + field + "=" + value));
  }

  private static boolean isDown(String status, List<Fault> faults) {
    if (status != null && !status.equals("up") && !status.equals("down")) {
      faults.add(new Fault("status", GivenText.show(status) + " is not up or down"));
    }
    return "down".equals(status);
  }

  private static boolean isTrue(String goodbye, List<Fault> faults) {
    if (goodbye != null && !goodbye.equals("true") && !goodbye.equals("false")) {
      faults.add(new Fault("goodbye", GivenText.show(goodbye) + " is not true or false"));
    }
    return "true".equals(goodbye);
  }

  /// Some senders leave the value empty.
  private static OptionalDouble ping(String text, List<Fault> faults) {
    if (text == null || text.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      faults.add(new Fault("ping", GivenText.show(text) + " is not a number of milliseconds"));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Double.parseDouble(text));
  }
}
