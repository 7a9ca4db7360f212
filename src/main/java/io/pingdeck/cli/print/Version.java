package io.pingdeck.cli.print;

import io.pingdeck.base.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/// Version, commit and Java, for `--version` of every command.
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"pingdeck " + ProgramVersion.THIS + ", Java " + ProgramVersion.java()};
  }
}
