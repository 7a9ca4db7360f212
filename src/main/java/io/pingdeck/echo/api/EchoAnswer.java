package io.pingdeck.echo.api;

import io.pingdeck.base.Fault;
import java.util.List;

/// The answer to an [EchoCommand].
public sealed interface EchoAnswer {
  record Done(EchoSnapshot server) implements EchoAnswer {}

  record Servers(List<EchoSnapshot> servers) implements EchoAnswer {
    public Servers {
      servers = List.copyOf(servers);
    }
  }

  record Refused(List<Fault> faults) implements EchoAnswer {
    public Refused {
      faults = List.copyOf(faults);
    }
  }

  record Unknown(EchoServerId id) implements EchoAnswer {}
}
