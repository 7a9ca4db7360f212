package io.pingdeck.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
  private static final List<String> MOUNTS =
      List.of(
          "/dev/sda1 / ext4 rw,relatime 0 0",
          "tmpfs /tmp tmpfs rw,nosuid,nodev,noexec 0 0",
          "/dev/sdb1 /srv/my\\040data ext4 rw,noexec 0 0",
          "/dev/sdb2 /srv/my\\040data/run ext4 rw 0 0",
          "tmpfs /twice tmpfs rw 0 0",
          "tmpfs /twice tmpfs rw,noexec 0 0");

  @Test
  void fileSystemNearestToTheFolderDecides() {
    assertThat(mayRunFrom("/var/lib/pingdeck")).isTrue();
    assertThat(mayRunFrom("/tmp")).isFalse();
    assertThat(mayRunFrom("/tmp/deep/below")).isFalse();
    assertThat(mayRunFrom("/tmpfs")).isTrue();
    assertThat(mayRunFrom("/srv/my data/history")).isFalse();
    assertThat(mayRunFrom("/srv/my data/run/native")).isTrue();
    assertThat(mayRunFrom("/twice")).isFalse();
  }

  private static boolean mayRunFrom(String folder) {
    return NativeLibrary.mayRunFrom(Path.of(folder), MOUNTS);
  }
}
