package io.pingdeck.heartbeat.api;

import io.pingdeck.base.Fault;
import java.util.List;

/// The answer to a [BeatSenderCommand].
public sealed interface BeatSenderAnswer {
  record Done(BeatSenderSnapshot sender) implements BeatSenderAnswer {}

  record Senders(List<BeatSenderSnapshot> senders) implements BeatSenderAnswer {
    public Senders {
      senders = List.copyOf(senders);
    }
  }

  record Refused(List<Fault> faults) implements BeatSenderAnswer {
    public Refused {
      faults = List.copyOf(faults);
    }
  }

  record Unknown(String name) implements BeatSenderAnswer {}
}
