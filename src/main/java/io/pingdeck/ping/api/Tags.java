package io.pingdeck.ping.api;

import io.pingdeck.base.GivenText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/// Tags of a ping: words by which a user groups and filters pings, such as a site or a role.
public final class Tags {
  /// Maximum number of tags of a ping.
  public static final int MOST = 10;

  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,31}");

  private Tags() {}

  /// @return each tag once, in the given order
  /// @throws IllegalArgumentException for a word that is no tag, or if there are too many
  public static List<String> check(List<String> given) {
    SequencedSet<String> tags = new LinkedHashSet<>();
    for (String tag : given) {
      if (!TAG.matcher(tag).matches()) {
        throw new IllegalArgumentException(
            GivenText.show(tag)
                + " is not a tag: 1-32 letters, digits, dots, hyphens and underscores,"
                + " the first a letter or digit");
      }
      tags.add(tag);
    }
    if (tags.size() > MOST) {
      throw new IllegalArgumentException("has " + tags.size() + " tags (at most " + MOST + ")");
    }
    return List.copyOf(tags);
  }
}
