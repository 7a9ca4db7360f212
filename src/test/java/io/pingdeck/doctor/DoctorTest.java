package io.pingdeck.doctor;

import static io.pingdeck.doctor.api.Check.State.FAIL;
import static io.pingdeck.doctor.api.Check.State.OK;
import static io.pingdeck.doctor.api.Check.State.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import io.pingdeck.app.PlatformSockets;
import io.pingdeck.config.AppConfig;
import io.pingdeck.config.ConfigReader;
import io.pingdeck.config.ConfigRules;
import io.pingdeck.config.Setting;
import io.pingdeck.disk.DataPlace;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.doctor.api.Diagnosis;
import io.pingdeck.net.Capabilities;
import io.pingdeck.net.ClockSync;
import io.pingdeck.testing.Certificates;
import io.pingdeck.testing.OtherServer;
import io.pingdeck.testing.ServerProcess;
import io.pingdeck.testing.Slow;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Slow
@Timeout(60)
class DoctorTest {
  @TempDir private Path folder;

  @Test
  void mainJobWorksOnThisMachine() {
    Diagnosis diagnosis = examine("web.port=0", "heartbeat.port=0", "echo.servers=[]");

    assertThat(diagnosis.works()).isTrue();
    assertThat(diagnosis.checks()).extracting(Check::id).doesNotHaveDuplicates();
    assertThat(diagnosis.checks())
        .extracting(Check::id)
        .contains("java", "privileges", "sockets", "udp", "tcp", "stamps", "errors", "icmp4")
        .contains("ipv6", "sysctls", "firewall", "clock", "port.web", "port.heartbeat", "data")
        .contains("memory", "files");
    assertThat(diagnosis.checks())
        .filteredOn(check -> check.state() == OK)
        .allSatisfy(check -> assertThat(check.mend()).isEmpty());
    assertThat(find(diagnosis, "udp").state()).isEqualTo(OK);
    assertThat(find(diagnosis, "data").figures().get("freeBytes")).isPositive();
    assertThat(find(diagnosis, "memory").figures().get("maxHeapBytes"))
        .isEqualTo(Runtime.getRuntime().maxMemory());
  }

  @Test
  void withoutNativeSocketsTheMainJobWorksAndTheRestIsNamed() {
    Diagnosis diagnosis = new Diagnosis(new NetworkChecks(PlatformSockets.portable()).all());

    assertThat(diagnosis.works()).isTrue();
    assertThat(find(diagnosis, "udp").state()).isEqualTo(OK);
    for (String id : List.of("sockets", "stamps", "errors", "icmp4")) {
      assertThat(find(diagnosis, id).state()).isEqualTo(WARN);
      assertThat(find(diagnosis, id).mend()).isPresent();
    }
  }

  @Test
  void clockThatAnNtpClientSteersIsSynchronisedWhereTheKernelCannotBeAsked() throws IOException {
    put("run/systemd/timesync/synchronized", "");

    assertThat(MachineChecks.clock(new Proc(folder), Optional.empty()).text())
        .endsWith("synchronised");
  }

  @Test
  void clockThatIsNotSynchronisedIsAWarning() {
    Optional<ClockSync> unsynchronised = Optional.of(new ClockSync(false, 16_000_000));

    assertThat(MachineChecks.clock(new Proc(folder), unsynchronised).state()).isEqualTo(WARN);
  }

  @Test
  void portOfThePageThatAnotherProgramHasIsAFailure() throws IOException {
    try (OtherServer other = OtherServer.start()) {
      Diagnosis diagnosis =
          examine("web.port=" + other.port(), "heartbeat.port=0", "echo.servers=[]");

      Check port = find(diagnosis, "port.web");
      assertThat(port.state()).isEqualTo(FAIL);
      assertThat(port.text()).endsWith(":" + other.port() + " (tcp) is in use by " + other.name());
      assertThat(port.mend()).hasValue("`--set web.port=0` takes any free port");
      assertThat(diagnosis.works()).isFalse();
    }
  }

  @Test
  void portOfAnEchoServerThatAnotherProgramHasIsAWarning() throws IOException {
    try (OtherServer other = OtherServer.start()) {
      Diagnosis diagnosis =
          examine(
              "web.port=0",
              "heartbeat.port=0",
              "echo.servers=[{protocol: tcp, port: " + other.port() + "}]");

      assertThat(find(diagnosis, "port.echo.servers.0").state()).isEqualTo(WARN);
      assertThat(diagnosis.works()).isTrue();
    }
  }

  @Test
  void portsThatARunningPingdeckHasAreFine() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket page = new ServerSocket(0, 1, loopback);
        DatagramSocket beats = new DatagramSocket(0, loopback)) {
      Diagnosis diagnosis =
          examine(
              "web.port=" + page.getLocalPort(),
              "heartbeat.port=" + beats.getLocalPort(),
              "echo.servers=[]");

      for (String id : List.of("port.web", "port.heartbeat")) {
        assertThat(find(diagnosis, id).state()).isEqualTo(OK);
        assertThat(find(diagnosis, id).text()).contains("is in use by this Pingdeck (pid ");
      }
    }
  }

  /// The page's process is not named by its program, as if it were another user's.
  @Test
  void pageByHttpsIsAskedWhoeverIssuedItsCertificate() throws Exception {
    Certificates made = Certificates.make(folder);
    String[] files = made.of("expired");
    Path system = Files.createDirectories(folder.resolve("pings/api/v1")).resolve("system");
    Files.writeString(system, "{\"kernelStamps\":true}");
    int port = ServerProcess.freePort();
    String serve = "cd " + folder + " && exec openssl s_server -quiet -WWW -accept 127.0.0.1:";
    try (ServerProcess page =
        ServerProcess.listening(
            port, List.of("sh", "-c", serve + port + " -cert " + files[0] + " -key " + files[1]))) {
      Diagnosis diagnosis =
          examine(
              "web.port=" + page.port(),
              "web.basePath=/pings",
              "web.tls.certificate=" + files[0],
              "web.tls.key=" + files[1],
              "heartbeat.port=0",
              "echo.servers=[]");

      assertThat(find(diagnosis, "port.web").text()).endsWith(": a Pingdeck, as its page answers");
    }
  }

  @Test
  void folderThatCannotBeWrittenIsAWarning() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    Check data = DataChecks.all(AppConfig.DEFAULT, place(file.resolve("below"))).getFirst();

    assertThat(data.state()).isEqualTo(WARN);
    assertThat(data.text()).startsWith(file.resolve("below") + " (data.dir) cannot be written");
    assertThat(data.mend().orElseThrow()).contains("data.dir");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
  }

  @Test
  void whatMendsAFolderDependsOnWhyItCannotBeWritten() {
    assertThat(DataChecks.mend(new FileSystemException("/data", null, "Read-only file system")))
        .contains("data.dir", "`mount -o remount,rw ")
        .doesNotContain("chown");
    assertThat(DataChecks.mend(new AccessDeniedException("/data"))).contains("`chown`");
    assertThat(DataChecks.mend(new FileSystemException("/data", null, "No space left on device")))
        .endsWith("No space left on device")
        .doesNotContain("chown");
  }

  /// Nothing else helps then.
  @Test
  void loopbackThatIsDownIsTheMendOfEverythingThatFails() {
    List<Check> checks =
        new NetworkChecks(PlatformSockets.portable(), Optional.of("`ip link set lo up`")).all();

    assertThat(checks)
        .filteredOn(check -> check.state() != OK)
        .hasSizeGreaterThan(3)
        .allSatisfy(check -> assertThat(check.mend()).contains("`ip link set lo up`"));
  }

  @Test
  void earlierDataIsNamedWithTheCommandThatMovesIt() {
    DataPlace place = new DataPlace(folder, "default", Optional.of(Path.of("/opt/data")), false);

    Check earlier = DataChecks.all(AppConfig.DEFAULT, place).getLast();

    assertThat(earlier.id()).isEqualTo("earlierData");
    assertThat(earlier.text()).startsWith("data of an earlier version is in /opt/data");
    assertThat(earlier.mend().orElseThrow()).contains("`mv " + folder + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "4194304, 0000000000000000, OK",
    "212992,  0000000000000000, WARN",
    "212992,  0000000000001000, OK", // CAP_NET_ADMIN exceeds the limit
  })
  void smallReceiveBufferIsAWarningWithoutTheRightToExceedIt(
      long bytes, String capabilities, Check.State state) throws IOException {
    put("proc/sys/net/core/rmem_max", bytes + "\n");
    put("proc/self/status", "Uid:\t7\t7\t7\t7\nCapEff:\t" + capabilities + "\n");

    Check limits = MachineChecks.limits(new Proc(folder));

    assertThat(limits.state()).isEqualTo(state);
    assertThat(limits.figures()).containsEntry("rmemMaxBytes", bytes);
  }

  @Test
  void missingCapabilitiesAreNamedWithWhatTheyAllow() throws IOException {
    put("proc/self/status", "Uid:\t7\t8\t7\t7\nCapEff:\t0000000000002000\n"); // CAP_NET_RAW

    Check privileges = MachineChecks.privileges(new Proc(folder), sockets(Optional.of("no")));

    assertThat(privileges.state()).isEqualTo(WARN);
    assertThat(privileges.text()).contains("(uid 8)").doesNotContain("CAP_NET_RAW");
    assertThat(privileges.mend().orElseThrow())
        .contains("`AmbientCapabilities=CAP_NET_BIND_SERVICE CAP_SYS_NICE`");
  }

  @Test
  void permissionThatOneThreadKeepsForTheProcessIsNotMissing() throws IOException {
    put("proc/self/status", "Uid:\t7\t8\t7\t7\nCapEff:\t0000000000000000\n");

    assertThat(MachineChecks.privileges(new Proc(folder), sockets(Optional.empty())).text())
        .contains("CAP_SYS_NICE")
        .doesNotContain("CAP_NET_RAW");
  }

  private static Capabilities sockets(Optional<String> noIcmpAnswers) {
    return new Capabilities("native", true, true, true, noIcmpAnswers, List.of());
  }

  /// Such a file gives its content to the first read only.
  @Test
  void settingOfTheKernelIsReadWhole() {
    Proc proc = Proc.ofThisProcess();
    if (proc.isLinux()) {
      assertThat(proc.sysctl("net.core.rmem_max").orElseThrow()).isGreaterThan(1000);
    }
  }

  @ParameterizedTest
  @CsvSource({"99, 99 B", "1024, 1.0 KiB", "212992, 208 KiB", "4194304, 4.0 MiB"})
  void sizesAreInUnitsOf1024(long bytes, String text) {
    assertThat(Sizes.bytes(bytes)).isEqualTo(text);
  }

  private void put(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Diagnosis examine(String... settings) {
    List<Setting> given =
        Stream.of(settings)
            .map(setting -> setting.split("=", 2))
            .map(pair -> new Setting(pair[0], pair[0], pair[1]))
            .toList();
    AppConfig config =
        ConfigReader.read(Optional.empty(), Map.of(), given, ConfigRules.NONE).config();
    return new Doctor(config, place(folder), PlatformSockets::best).examine();
  }

  private static DataPlace place(Path folder) {
    return new DataPlace(folder, "data.dir", Optional.empty(), false);
  }

  private static Check find(Diagnosis diagnosis, String id) {
    return diagnosis.checks().stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
