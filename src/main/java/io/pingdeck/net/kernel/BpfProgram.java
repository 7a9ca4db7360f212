package io.pingdeck.net.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A classic BPF program, with which the kernel filters what a socket receives. It returns the
/// number of bytes of the packet to pass on.
public final class BpfProgram {
  // linux/filter.h and linux/bpf_common.h
  public static final int LOAD_BYTE = 0x30; // A = packet[k]
  public static final int LOAD_HALF = 0x28; // A = packet[k..k+1]
  public static final int LOAD_WORD = 0x20; // A = packet[k..k+3]
  public static final int LOAD_BYTE_INDEXED = 0x50; // A = packet[X + k]
  public static final int LOAD_HALF_INDEXED = 0x48; // A = packet[X + k..]
  public static final int LOAD_WORD_INDEXED = 0x40;
  public static final int LOAD_HEADER_LENGTH = 0xb1; // X = 4 * (packet[k] & 0xf)
  public static final int LOAD_LENGTH = 0x80; // A = length of the packet
  public static final int SUBTRACT_INDEX = 0x1c; // A = A - X
  public static final int AND = 0x54;
  public static final int XOR = 0xa4;
  public static final int MULTIPLY = 0x24;
  public static final int JUMP_IF_EQUAL = 0x15;
  public static final int JUMP_IF_GREATER = 0x25; // unsigned
  public static final int RETURN = 0x06;
  public static final int ALL = -1;

  private static final long INSTRUCTION = Layouts.SOCK_FILTER.byteSize();
  private static final long JT = Layouts.offset(Layouts.SOCK_FILTER, "jt");
  private static final long JF = Layouts.offset(Layouts.SOCK_FILTER, "jf");
  private static final long K = Layouts.offset(Layouts.SOCK_FILTER, "k");
  private static final long FILTER = Layouts.offset(Layouts.SOCK_FPROG, "filter");
  private static final int MAX_INSTRUCTIONS = 16;

  private final Arena arena;
  private final MemorySegment code;
  private int size;

  public BpfProgram(Arena arena) {
    this.arena = arena;
    code = arena.allocate(Layouts.SOCK_FILTER, MAX_INSTRUCTIONS);
  }

  public BpfProgram add(int operation, int k) {
    return jump(operation, k, 0, 0);
  }

  /// @param ifTrue number of instructions to skip if the comparison holds
  /// @param ifFalse number of instructions to skip otherwise
  public BpfProgram jump(int operation, int k, int ifTrue, int ifFalse) {
    long at = size++ * INSTRUCTION;
    code.set(JAVA_SHORT, at, (short) operation);
    code.set(JAVA_BYTE, at + JT, (byte) ifTrue);
    code.set(JAVA_BYTE, at + JF, (byte) ifFalse);
    code.set(JAVA_INT, at + K, k);
    return this;
  }

  /// Attaches the program to the socket and replaces any earlier filter.
  public void attach(SocketFd socket) throws SocketFd.Refused {
    MemorySegment header = arena.allocate(Layouts.SOCK_FPROG);
    header.set(JAVA_SHORT, 0, (short) size);
    header.set(ADDRESS, FILTER, code);
    socket.set("SO_ATTACH_FILTER", Linux.SOL_SOCKET, Linux.SO_ATTACH_FILTER, header);
  }
}
