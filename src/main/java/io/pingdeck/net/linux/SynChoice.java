package io.pingdeck.net.linux;

import static io.pingdeck.net.kernel.BpfProgram.ALL;

import io.pingdeck.net.kernel.BpfProgram;
import io.pingdeck.net.kernel.SocketFd;
import java.lang.foreign.Arena;

/// Selects which SYNs to a port are diverted from its listener: a share of them, by sequence
/// number, which TCP makes random (RFC 6528). One BPF program drops them at the listener; a second
/// one passes exactly the same SYNs to a raw socket.
record SynChoice(int port, double share, int salt) {
  private static final int DESTINATION_PORT = 2;
  private static final int SEQUENCE = 4;
  private static final int FLAGS = 13;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final int GOLDEN = 0x9e37_79b1; // odd: it permutes the 32-bit numbers
  private static final long NUMBERS = 1L << Integer.SIZE;

  SynChoice {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of SYNs is more than 0 and at most 1: " + share);
    }
  }

  /// The highest selected hash value, unsigned.
  private int last() {
    return (int) Math.max(0, Math.round(share * NUMBERS) - 1);
  }

  /// Drops the selected SYNs at the listener. Packets there start with the TCP header. Accepted
  /// connections inherit the program, which passes everything that is not a SYN.
  void dropAt(SocketFd listener) throws SocketFd.Refused {
    try (Arena arena = Arena.ofConfined()) {
      new BpfProgram(arena)
          .add(BpfProgram.LOAD_BYTE, FLAGS)
          .add(BpfProgram.AND, SYN | ACK)
          .jump(BpfProgram.JUMP_IF_EQUAL, SYN, 0, 5)
          .add(BpfProgram.LOAD_WORD, SEQUENCE)
          .add(BpfProgram.XOR, salt)
          .add(BpfProgram.MULTIPLY, GOLDEN)
          .jump(BpfProgram.JUMP_IF_GREATER, last(), 1, 0)
          .add(BpfProgram.RETURN, 0)
          .add(BpfProgram.RETURN, ALL)
          .attach(listener);
    }
  }

  /// Passes only the selected SYNs to a raw socket. IPv4 packets there start with the IP header;
  /// IPv6 packets start after it.
  void passInto(SocketFd raw) throws SocketFd.Refused {
    boolean behindHeader = !raw.isIpv6();
    try (Arena arena = Arena.ofConfined()) {
      BpfProgram program = new BpfProgram(arena);
      if (behindHeader) {
        program.add(BpfProgram.LOAD_HEADER_LENGTH, 0);
      }
      program
          .add(behindHeader ? BpfProgram.LOAD_HALF_INDEXED : BpfProgram.LOAD_HALF, DESTINATION_PORT)
          .jump(BpfProgram.JUMP_IF_EQUAL, port, 0, 8)
          .add(behindHeader ? BpfProgram.LOAD_BYTE_INDEXED : BpfProgram.LOAD_BYTE, FLAGS)
          .add(BpfProgram.AND, SYN | ACK)
          .jump(BpfProgram.JUMP_IF_EQUAL, SYN, 0, 5)
          .add(behindHeader ? BpfProgram.LOAD_WORD_INDEXED : BpfProgram.LOAD_WORD, SEQUENCE)
          .add(BpfProgram.XOR, salt)
          .add(BpfProgram.MULTIPLY, GOLDEN)
          .jump(BpfProgram.JUMP_IF_GREATER, last(), 1, 0)
          .add(BpfProgram.RETURN, ALL)
          .add(BpfProgram.RETURN, 0)
          .attach(raw);
    }
  }
}
