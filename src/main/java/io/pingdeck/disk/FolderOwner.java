package io.pingdeck.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/// Lets root write into the folder of a service: what it creates there belongs to the owner of the
/// folder.
final class FolderOwner {
  private FolderOwner() {}

  /// Gives a new file or folder the owner and the group of the folder that holds it. Does nothing
  /// for users other than root, who may not.
  static void pass(Path created) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(created, PosixFileAttributeView.class, NOFOLLOW_LINKS);
    Path folder = created.toAbsolutePath().getParent();
    if (view == null || folder == null) {
      return;
    }
    PosixFileAttributes wanted = Files.readAttributes(folder, PosixFileAttributes.class);
    if (view.readAttributes().owner().equals(wanted.owner())) {
      return;
    }
    try {
      view.setGroup(wanted.group());
      view.setOwner(wanted.owner());
    } catch (IOException e) {
      // Only root may. The file then belongs to the user who runs this.
    }
  }
}
