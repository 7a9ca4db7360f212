package io.pingdeck.mutation;

import java.util.List;
import java.util.stream.Stream;

/// The faults that the tests are tried with: what would make the program unsafe or its numbers
/// untrue. [MutationRun] tries them, [MutationsTest] keeps them applicable.
final class Mutations {
  private Mutations() {}

  static List<Mutation> all() {
    return Stream.of(access(), policy(), packets(), figures(), storage())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Mutation> access() {
    return List.of(
        Mutation.of(
            "any Host is taken for our own",
            "web/http/OwnNames",
            "return allowed.contains(authority.host())\n",
            "return !authority.host().isEmpty()\n",
            "web/WebSecurityTest#foreignHostIsMisdirectedEverywhere"),
        Mutation.of(
            "any Origin is taken for our own",
            "web/http/OriginCheck",
            "if (isChecked(request) && isForeign) {",
            "if (isChecked(request) && isForeign && request.headers().isEmpty()) {",
            "web/WebSecurityTest#foreignOriginChangesNothing"),
        Mutation.of(
            "one route forgets its role",
            "web/access/AccessTable",
            "audited(ADMIN, \"DELETE\", USERS + \"/:name\", \"user.remove\")",
            "audited(VIEWER, \"DELETE\", USERS + \"/:name\", \"user.remove\")",
            "web/AccessTableTest#theTableOfTheManualIsWhatTheServerDoes"),
        Mutation.of(
            "the role is not compared",
            "web/access/Gate",
            "if (!caller.role().includes(least)) {",
            "if (!caller.role().includes(Role.VIEWER)) {",
            "web/AccessTableTest"),
        Mutation.of(
            "X-Forwarded-For is believed from anyone",
            "web/http/ClientAddress",
            "if (!isTrusted(peer)) {",
            "if (headers.isEmpty()) {",
            "web/http/ClientAddressTest"),
        Mutation.of(
            "a password change ends no session",
            "web/access/KnownUsers",
            "known.generation() == user.generation() && known.role() == user.role()",
            "known.role() == user.role()",
            "web/LoginTest#theOwnPasswordIsChangedByWhoKnowsIt",
            "web/LoginsOfSocketsTest#endsWithTheLogin"),
        Mutation.of(
            "a logout ends no session",
            "web/access/Sessions",
            "byHash.remove(session.hash());",
            "byHash.get(session.hash());",
            "web/access/SessionsTest",
            "web/LoginTest#logoutEndsTheSession"),
        Mutation.of(
            "a session never gets too old",
            "web/access/Sessions",
            "return session.ageNanos(now) > config.maxAge().toNanos()\n        || ",
            "return ",
            "web/access/SessionsTest"),
        Mutation.of(
            "a token never expires",
            "user/api/Token",
            "return expires.isEmpty() || now.isBefore(expires.get());",
            "return expires.isEmpty() || now.isAfter(created);",
            "web/LoginTest",
            "web/LoginsOfSocketsTest#endsWhenItsTokenIsRemovedOrExpires"),
        Mutation.of(
            "scripts read the cookie",
            "web/access/SecretCookie",
            ".setHttpOnly(true)",
            ".setHttpOnly(false)",
            "web/LoginTest#aLoginIsACookieThatNoScriptAndNoOtherSiteCanUse"),
        Mutation.of(
            "other sites send the cookie",
            "web/access/SecretCookie",
            "CookieSameSite.STRICT",
            "CookieSameSite.NONE",
            "web/LoginTest#aLoginIsACookieThatNoScriptAndNoOtherSiteCanUse"),
        Mutation.of(
            "a page of another site acts by the cookie",
            "web/access/Gate",
            "if (grant.isAmbient() && !isHarmless && !OriginCheck.isOwnPage(context)) {",
            "if (grant instanceof Grant.Local && !isHarmless && !OriginCheck.isOwnPage(context)) {",
            "web/LoginTest#aChangeByACookieComesFromTheOwnPage"),
        Mutation.of(
            "passwords may be guessed without a delay",
            "user/password/LoginDelays",
            "return count < FREE_OF_SOURCE ? Instant.MIN : last.plus(delay());",
            "return count < FREE_OF_SOURCE ? Instant.MIN : before;",
            "user/password/LoginDelaysTest",
            "user/UsersVerticleTest#aSourceThatGuessesMustWaitAndItsGuessesAreNotChecked"),
        Mutation.of(
            "what callers do is not in the audit log",
            "web/access/AuditTrail",
            "if (caller.isPresent() || REFUSALS.contains(status)) {",
            "if (REFUSALS.contains(status)) {",
            "web/LoginTest#actionsAndRefusalsAreInTheAuditLog"),
        Mutation.of(
            "a line of the audit log hides what is in it",
            "audit/file/EntryLine",
            "line.put(key, GivenText.visible(text, most));",
            "line.put(key, text);",
            "audit/file/AuditFileTest"),
        Mutation.of(
            "a body may be of any size",
            "web/http/BodyBound",
            ".setBodyLimit(bytes)",
            ".setBodyLimit(-1)",
            "web/WebSecurityTest#bodyAboveTheLimitIsRefused",
            "web/http/BodyBoundsTest"));
  }

  private static List<Mutation> policy() {
    return List.of(
        Mutation.of(
            "a name that moves inside is followed",
            "ping/resolve/AddressWatch",
            "List<Fault> faults = limits.check(info.spec(), to);",
            "List<Fault> faults = List.of();",
            "ping/resolve/AddressWatchTest#nameThatMovesInsideIsNotFollowedForARemoteOperator"),
        Mutation.of(
            "a redirect leads anywhere",
            "ping/http/HttpProbes",
            "List<Fault> faults = new ArrayList<>(limits.check(spec, pinned.chosen()));",
            "List<Fault> faults = new ArrayList<>();",
            "ping/PolicyTest#redirectIsNotFollowedToADeniedAddress"),
        Mutation.of(
            "who has left goes on pinging",
            "ping/policy/PingPolicy",
            "if (standing.role().isEmpty()) {\n      return Optional.of(standing.reason());",
            "if (standing.role().isEmpty()) {\n      return Optional.empty();",
            "ping/policy/PingPolicyTest#whoHasLeftMayPingNothing"),
        Mutation.of(
            "cloud metadata is open to admins",
            "ping/policy/PingPolicy",
            "          \"169.254.0.0/16\",\n",
            "",
            "ping/policy/PingPolicyTest#adminIsDeniedTheServicesOfCloudsAndTheLink"));
  }

  private static List<Mutation> packets() {
    return List.of(
        Mutation.of(
            "upper case changes bytes that are no letters",
            "echo/server/AsciiUpperCase",
            "if (b >= 'a' && b <= 'z') {",
            "if (b >= 'a') {",
            "echo/server/AsciiUpperCaseTest",
            "echo/server/UdpEchoTest#allByteValuesGiveTheSameInTheTurkishLocale"),
        Mutation.of(
            "a reply is a byte longer than its request",
            "echo/server/UdpEcho",
            "batch.hopLimit(slot, 0);",
            "batch.length(slot, length + 1);\n    batch.hopLimit(slot, 0);",
            "echo/server/UdpEchoTest#aMillionRandomPayloadsAreAnsweredWithTheirOwnLength"),
        Mutation.of(
            "other echo servers are answered",
            "echo/guard/SourceRules",
            "return (limits.refuseSystemPorts() && port < FIRST_USER_PORT)",
            "return (limits.refuseSystemPorts() && port < 7)",
            "echo/server/UdpEchoTest#portsThatServicesAnswerFromAreNotAnswered"),
        Mutation.of(
            "our own replies are answered",
            "echo/guard/SourceRules",
            "if (LabText.hasReplyTag(batch.payload(slot), seen)) {",
            "if (seen < 0) {",
            "echo/server/UdpEchoTest#whatCarriesTheReplyTagIsNeverAnswered"),
        Mutation.of(
            "one source gets as many replies as it likes",
            "echo/server/UdpEcho",
            "if (!rates.take(high, low, now)) {",
            "if (!rates.take(high, low, now) && slot < 0) {",
            "echo/server/UdpEchoLoopTest#aFloodFromOneAddressIsLimitedAndAnotherAddressIsAnswered"),
        Mutation.of(
            "the identifier of a DNS answer is not compared",
            "ping/datagram/DnsFormat",
            "int id = readBytes < Short.BYTES ? 0 : DnsMessage.id(message);",
            "int id = java.util.stream.IntStream.range(0, IDS).filter(i -> questions[i] != null)"
                + ".findFirst().orElse(0);",
            "ping/datagram/DnsFormatTest#anotherIdentifierIsOfNoProbe"),
        Mutation.of(
            "the question of a DNS answer is not compared",
            "packet/dns/DnsMessage",
            "if (lower(message.get(HEADER_BYTES + i)) != lower(question[i])) {",
            "if (message.get(HEADER_BYTES + i) < 0 && question[i] < 0) {",
            "packet/dns/DnsMessageTest",
            "ping/datagram/DnsFormatTest"),
        Mutation.of(
            "the checksum of an ICMP error is not looked at",
            "packet/icmp/IcmpErrorParser",
            "if (!ipv6 && InternetChecksum.of(bytes, 0, bytes.limit()) != 0) {",
            "if (!ipv6 && InternetChecksum.of(bytes, 0, bytes.limit()) > 0xffff) {",
            "packet/icmp/IcmpErrorParserTest#everyFlippedBitIsABadChecksum"),
        Mutation.of(
            "a reply counts whoever sent it",
            "ping/engine/ReplyMatcher",
            "if (!run.isFrom(probe, arrival.high, arrival.low, arrival.port)) {",
            "if (arrival.port < 0) {",
            "ping/engine/ProbeEngineTest#rightTokenFromElsewhereIsWrongSourceAndTheProbeWaitsOn"),
        Mutation.of(
            "an ICMP error decides a probe by its address alone",
            "ping/engine/ReplyMatcher",
            "return icmpError(run, run == null ? 0 : run.sequenceOf(name), error, arrival);",
            "return run == null\n        ? icmpErrorWithoutQuote(error, arrival)\n"
                + "        : icmpError(run, run.sequenceOf(name), error, arrival);",
            "ping/engine/ProbeEngineTest#icmpErrorOfAnUnknownTokenIsUnmatched"),
        Mutation.of(
            "a beat that was recorded is taken again",
            "heartbeat/monitor/BeatAuthenticator",
            "if (isNew(beat)) {",
            "if (isNew(beat) || !beat.goodbye()) {",
            "heartbeat/monitor/SignedBeatsTest"),
        Mutation.of(
            "a signature is not verified",
            "heartbeat/monitor/BeatAuthenticator",
            "if (!signed.isSignedWith(key.get())) {",
            "if (signed.beat() == null) {",
            "heartbeat/monitor/SignedBeatsTest"));
  }

  private static List<Mutation> figures() {
    return List.of(
        Mutation.of(
            "a probe in flight counts as lost",
            "ping/sample/PingCounters",
            "return outcomes.unanswered();",
            "return outcomes.unanswered() + inFlight;",
            "ping/engine/ProbeEngineTest#probeInFlightIsInNoLossFigure"),
        Mutation.of(
            "a late reply is forgotten",
            "ping/engine/ProbeLedger",
            "return ring.isInFlight(sequence) || ring.outcome(sequence) == Outcome.LOST;",
            "return ring.isInFlight(sequence);",
            "ping/engine/ProbeEngineTest#lateReplyTurnsLostIntoLateAndKeepsItsRtt"),
        Mutation.of(
            "a late reply counts as one in time",
            "ping/engine/ProbeLedger",
            "Outcome outcome = isLate(sequence, waited) ? Outcome.LATE : Outcome.REPLY;",
            "Outcome outcome = Outcome.REPLY;",
            "ping/engine/ProbeEngineTest"),
        Mutation.of(
            "a duplicate is a reply",
            "ping/engine/ProbeLedger",
            "tally.duplicate();",
            "tally.concluded(Outcome.REPLY);",
            "ping/engine/ProbeEngineTest#secondReplyIsADuplicateAndTheFirstGivesTheRtt"),
        Mutation.of(
            "the expected sequence goes back",
            "ping/engine/Reordering",
            "if (sequence < nextExpected) {",
            "if (sequence < nextExpected) {\n      nextExpected = sequence + 1;",
            "ping/engine/ReorderingTest"),
        Mutation.of(
            "a monitor that was down takes applications for alive",
            "heartbeat/monitor/Application",
            "become(BeatState.UNKNOWN, now, \"the monitor itself was down\");",
            "become(BeatState.ALIVE, now, \"beats arrive\");",
            "heartbeat/monitor/BeatMonitorTest#restartOfTheMonitorMakesTheDowntimeUnknownAndCountsNoLoss"),
        Mutation.of(
            "a pause of the monitor is the application's fault",
            "heartbeat/monitor/BeatMonitor",
            "application.pause(now, Math.max(0, stalled), Math.max(0, slept));",
            "application.pause(now, 0, 0);",
            "heartbeat/monitor/BeatMonitorTest"),
        Mutation.of(
            "a duplicate beat keeps a dead application alive",
            "heartbeat/monitor/Application",
            "if (kind.isSignOfLife()) {",
            "if (kind != ArrivalKind.TOO_OLD) {",
            "heartbeat/monitor/BeatCountingTest"));
  }

  private static List<Mutation> storage() {
    return List.of(
        Mutation.of(
            "the checksum of packed samples is not looked at",
            "history/days/SampleTables",
            "if (Checksum.of(minute, ping, bytes) == row.getLong(2)) {",
            "if (Checksum.of(minute, ping, bytes) >= 0) {",
            "history/days/DamagedFilesTest#flippedBitIsNoticedAndTheRestIsRead"),
        Mutation.of(
            "the checksum of a rollup is not looked at",
            "history/days/RollupTables",
            "if (Checksum.of(time, ping, bytes) == crc) {",
            "if (Checksum.of(time, ping, bytes) >= 0) {",
            "history/days/DamagedFilesTest"),
        Mutation.of(
            "what is acknowledged is not on the disk yet",
            "history/sqlite/Sqlite",
            "config.setSynchronous(SynchronousMode.FULL);",
            "config.setSynchronous(SynchronousMode.OFF);",
            "history/days/DurabilityIT#failedSyncIsNotAcknowledgedAndTheDayGoesOnInANewFile"),
        Mutation.of(
            "a newer format is taken for ours",
            "disk/TwinFile",
            "if (line.format() > FORMAT) {",
            "if (line.format() < 0) {",
            "disk/TwinFileTest#contentOfANewerFormatIsRefusedAndLeftAlone"));
  }
}
