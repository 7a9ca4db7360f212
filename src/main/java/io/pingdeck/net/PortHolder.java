package io.pingdeck.net;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.Endpoint;
import java.io.IOException;
import java.net.BindException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The process that listens on a port, from `/proc` (Linux). The sockets of other users' processes
/// can be assigned to a process by root only; otherwise the user is known, and not the process.
///
/// Reads the files of every process, which takes milliseconds: use it after a failure only.
///
/// @param who for people: `nginx (pid 99)`, `another Pingdeck (pid 1234)`, `a process of user 33`
/// @param isPingdeck whether it is known to be a Pingdeck, this one included
public record PortHolder(String who, boolean isPingdeck) {
  private static final Path PROC = Path.of("/proc");
  private static final String MAIN_CLASS = "io.pingdeck.Main";
  private static final String LISTENING = "0A";

  public PortHolder {
    requireNonNull(who, "who");
  }

  /// A line of `/proc/net/tcp`, `tcp6`, `udp` or `udp6`.
  ///
  /// @param inode number of the socket, which links in `/proc/PID/fd` name
  record Line(Endpoint local, String state, String user, String inode) {
    /// @return empty for the heading
    static Optional<Line> of(String text) {
      String[] words = text.trim().split("\\s+");
      int colon = words.length < 10 ? -1 : words[1].indexOf(':');
      if (colon < 0) {
        return Optional.empty();
      }
      byte[] address = HexFormat.of().parseHex(words[1].substring(0, colon));
      int port = HexFormat.fromHexDigits(words[1].substring(colon + 1));
      return Optional.of(new Line(endpoint(address, port), words[3], words[7], words[9]));
    }

    /// The kernel prints each 32 bits of an address, which are in network order, as a number.
    private static Endpoint endpoint(byte[] address, int port) {
      ByteBuffer printed = ByteBuffer.wrap(address);
      ByteBuffer bytes = ByteBuffer.allocate(address.length).order(ByteOrder.nativeOrder());
      while (printed.hasRemaining()) {
        bytes.putInt(printed.getInt());
      }
      bytes.flip().order(ByteOrder.BIG_ENDIAN);
      return address.length == 4
          ? Endpoint.ipv4(bytes.getInt(), port)
          : new Endpoint(bytes.getLong(), bytes.getLong(), port, 0);
    }

    /// Whether this socket may keep another one from being bound. An IPv6 wildcard also takes the
    /// IPv4 port, unless it is for IPv6 only, which these files do not say.
    boolean takes(Endpoint wanted) {
      return local.port() == wanted.port()
          && (local.sameAddress(wanted.high(), wanted.low())
              || covers(local, wanted)
              || covers(wanted, local));
    }

    private static boolean covers(Endpoint wildcard, Endpoint other) {
      return wildcard.isUnspecified() && (other.isIpv4() || !wildcard.isIpv4());
    }
  }

  /// Finds who listens on a port.
  ///
  /// @param udp whether for UDP rather than TCP
  /// @return empty if no process does, or if this system does not report it
  public static Optional<PortHolder> of(boolean udp, Endpoint wanted) {
    for (String table : udp ? List.of("udp", "udp6") : List.of("tcp", "tcp6")) {
      // The files of the calling thread: threads may be in different network namespaces.
      for (String text : lines(PROC.resolve("thread-self").resolve("net").resolve(table))) {
        Optional<Line> line = Line.of(text);
        if (line.isPresent()
            && (udp || line.get().state().equals(LISTENING))
            && line.get().takes(wanted)) {
          return Optional.of(holder(line.get()));
        }
      }
    }
    return Optional.empty();
  }

  /// A sentence about a port that is taken: who has it, and what to do.
  ///
  /// @param udp whether for UDP rather than TCP
  public static String sentence(boolean udp, Endpoint wanted) {
    return fact(udp, wanted) + " (another port, or 0 for any free one)";
  }

  /// The same without what to do.
  public static String fact(boolean udp, Endpoint wanted) {
    return (udp ? "UDP" : "TCP")
        + " port "
        + wanted.port()
        + " is in use by "
        + of(udp, wanted).map(PortHolder::who).orElse("another socket");
  }

  /// Why the JDK could not bind a socket: who has the port, or the system's reason.
  public static String why(boolean udp, Endpoint wanted, IOException e) {
    boolean taken = e instanceof BindException && of(udp, wanted).isPresent();
    return taken ? sentence(udp, wanted) : String.valueOf(e.getMessage());
  }

  private static PortHolder holder(Line line) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (hasSocket(process, "socket:[" + line.inode() + "]")) {
          return of(process);
        }
      }
    } catch (IOException e) {
      // The user is known all the same.
    }
    return new PortHolder("a process of user " + userName(line.user()), false);
  }

  /// Processes of other users, and those that end meanwhile, cannot be read.
  private static boolean hasSocket(Path process, String socket) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path file : files) {
        if (isLinkTo(file, socket)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  private static boolean isLinkTo(Path file, String target) {
    try {
      return Files.readSymbolicLink(file).toString().equals(target);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static PortHolder of(Path process) {
    String pid = process.getFileName().toString();
    if (pid.equals(Long.toString(ProcessHandle.current().pid()))) {
      return new PortHolder("this Pingdeck (pid " + pid + ")", true);
    }
    boolean pingdeck = List.of(text(process.resolve("cmdline")).split("\0")).contains(MAIN_CLASS);
    String name = pingdeck ? "another Pingdeck" : printable(text(process.resolve("comm")).trim());
    return new PortHolder(name + " (pid " + pid + ")", pingdeck);
  }

  private static String userName(String id) {
    return lines(Path.of("/etc/passwd")).stream()
        .map(line -> line.split(":"))
        .filter(fields -> fields.length > 2 && fields[2].equals(id))
        .map(fields -> printable(fields[0]))
        .findFirst()
        .orElse(id);
  }

  /// A process chooses its name, which must not change a terminal.
  private static String printable(String name) {
    return name.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static List<String> lines(Path file) {
    return text(file).lines().toList();
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
