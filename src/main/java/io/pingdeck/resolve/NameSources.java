package io.pingdeck.resolve;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The sources from which the system resolves names: the `hosts` line of `/etc/nsswitch.conf`
/// (nsswitch.conf(5)).
///
/// @param dns whether DNS is a source
/// @param others whether there are sources that only the system's resolver supports, such as mdns
record NameSources(boolean dns, boolean others) {
  private static final Set<String> OURS = Set.of("files", "dns");

  static NameSources parse(List<String> lines) {
    for (String line : lines) {
      String[] words = line.replaceFirst("#.*", "").replaceAll("\\[[^\\]]*\\]", " ").split("\\s+");
      if (words[0].equals("hosts:")) {
        List<String> sources = Arrays.asList(words).subList(1, words.length);
        return new NameSources(sources.contains("dns"), !OURS.containsAll(sources));
      }
    }
    return new NameSources(true, false);
  }
}
