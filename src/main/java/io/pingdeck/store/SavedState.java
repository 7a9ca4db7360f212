package io.pingdeck.store;

import java.util.List;

/// What an earlier run of the program left.
///
/// @param wasClosed whether it ended in order; otherwise up to a few seconds are missing
/// @param pings in the order they were started
record SavedState(boolean wasClosed, List<SavedPing> pings, List<SavedEcho> echoServers) {
  SavedState {
    pings = List.copyOf(pings);
    echoServers = List.copyOf(echoServers);
  }
}
