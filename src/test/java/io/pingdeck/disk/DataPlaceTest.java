package io.pingdeck.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pingdeck.base.FaultException;
import io.pingdeck.disk.DataPlace.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataPlaceTest {
  @TempDir private Path installation;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Linux    | HOME=/home/ada                              | /home/ada/.local/state/pingdeck",
        "Linux    | HOME=/home/ada XDG_STATE_HOME=/srv/state    | /srv/state/pingdeck",
        "Linux    | HOME=/home/ada XDG_STATE_HOME=state         | /home/ada/.local/state/pingdeck",
        "Linux    | HOME=/home/ada XDG_STATE_HOME=              | /home/ada/.local/state/pingdeck",
        "Linux    | XDG_STATE_HOME=/srv/state STATE_DIRECTORY=/var/lib/pingdeck |"
            + " /var/lib/pingdeck",
        "Linux    | STATE_DIRECTORY=/var/lib/a:/var/lib/b       | /var/lib/a",
        "Linux    | HOME=/home/ada STATE_DIRECTORY=             | /home/ada/.local/state/pingdeck",
        "Linux    | HOME=                                       | /users/7/.local/state/pingdeck",
        "Linux    | HOME=ada                                    | /users/7/.local/state/pingdeck",
        "Linux    | LANG=C                                      | /users/7/.local/state/pingdeck",
        "Linux    | HOME=/                                      | /.local/state/pingdeck",
        "Mac OS X | HOME=/Users/ada | /Users/ada/Library/Application Support/pingdeck",
        "Mac OS X | HOME=/Users/ada XDG_STATE_HOME=/s           | /s/pingdeck",
        "Windows 11 | LOCALAPPDATA=/ada/Local                   | /ada/Local/pingdeck",
        "Windows 11 | LANG=C                | /users/7/AppData/Local/pingdeck",
      })
  void placeFollowsTheConventionsOfTheSystem(String os, String variables, Path folder) {
    assertThat(usual(os, variables, "/users/7").folder()).isEqualTo(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "ada"})
  void userWithoutAHomeIsToldToNameAFolder(String userHome) {
    assertThatThrownBy(() -> usual("Linux", "LANG=C", userHome))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("data.dir")
        .hasMessageContaining("HOME");
  }

  @Test
  void settingWinsOverEverything() throws IOException {
    Files.createDirectories(installation.resolve("data").resolve("history"));
    Surroundings all =
        new Surroundings(
            Map.of("HOME", "/h", "XDG_STATE_HOME", "/x", "STATE_DIRECTORY", "/s"), "Linux", "/u");

    DataPlace absolute = DataPlace.find(Optional.of(Path.of("/d")), installation, all);
    DataPlace relative = DataPlace.find(Optional.of(Path.of("kept")), installation, all);

    assertThat(absolute)
        .isEqualTo(new DataPlace(Path.of("/d"), "data.dir", Optional.empty(), false));
    assertThat(relative.folder()).isEqualTo(installation.resolve("kept"));
    assertThat(absolute.notice()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"history/lock", "heartbeats.state", "heartbeats.json", "webhook.state"})
  void dataOfAnEarlierVersionIsNamedAndLeftWhereItIs(String kept, @TempDir Path state)
      throws IOException {
    Path file = installation.resolve("data").resolve(kept);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "kept");

    DataPlace place = usual("Linux", "XDG_STATE_HOME=" + state, "/u");

    Path now = state.resolve("pingdeck");
    Path old = installation.resolve("data");
    assertThat(place.folder()).isEqualTo(now);
    assertThat(place.bothHoldData()).isFalse();
    assertThat(place.notice().orElseThrow())
        .startsWith("data of an earlier version is in " + old + " and is not used")
        .contains("`data.dir: " + old + "`")
        .contains("`mv " + now + " " + now + ".unused; mv " + old + " " + now + "`");
    assertThat(file).hasContent("kept");
    assertThat(now).doesNotExist();
  }

  @Test
  void bothFoldersWithDataAreSaid(@TempDir Path state) throws IOException {
    Files.createDirectories(installation.resolve("data").resolve("history"));
    Files.createDirectories(state.resolve("pingdeck").resolve("history"));

    DataPlace place = usual("Linux", "XDG_STATE_HOME=" + state, "/u");

    assertThat(place.bothHoldData()).isTrue();
    assertThat(place.notice().orElseThrow()).startsWith("both " + installation.resolve("data"));
  }

  @Test
  void folderWithOtherFilesIsNotTakenForOurs(@TempDir Path state) throws IOException {
    Files.createDirectories(installation.resolve("data").resolve("pictures"));

    assertThat(usual("Linux", "XDG_STATE_HOME=" + state, "/u").notice()).isEmpty();
  }

  @Test
  void earlierFolderThatLinksToTheNewOneIsNoOther(@TempDir Path state) throws IOException {
    Files.createDirectories(state.resolve("pingdeck").resolve("history"));
    Files.createSymbolicLink(installation.resolve("data"), state.resolve("pingdeck"));

    assertThat(usual("Linux", "XDG_STATE_HOME=" + state, "/u").notice()).isEmpty();
  }

  @Test
  void commandQuotesWhatAShellWouldSplit(@TempDir Path state) throws IOException {
    Path own = Files.createDirectory(state.resolve("it's my state"));
    Files.createDirectories(installation.resolve("data").resolve("history"));

    String notice = usual("Linux", Map.of("XDG_STATE_HOME", own.toString())).notice().orElseThrow();

    assertThat(notice).contains("mv '" + state + "/it'\\''s my state/pingdeck' '");
  }

  private DataPlace usual(String os, String variables, String userHome) {
    Map<String, String> environment = new HashMap<>();
    for (String pair : variables.split(" +")) {
      int equals = pair.indexOf('=');
      environment.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return DataPlace.find(
        Optional.empty(), installation, new Surroundings(environment, os, userHome));
  }

  private DataPlace usual(String os, Map<String, String> environment) {
    return DataPlace.find(Optional.empty(), installation, new Surroundings(environment, os, "/u"));
  }
}
