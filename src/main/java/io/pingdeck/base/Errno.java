package io.pingdeck.base;

/// Error numbers of socket calls, with Linux's values on every platform.
public final class Errno {
  public static final int EPERM = 1;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EINVAL = 22;
  public static final int EMFILE = 24;
  public static final int EPIPE = 32;
  public static final int ENOSYS = 38;
  public static final int ENODATA = 61;
  public static final int ENONET = 64;
  public static final int EPROTO = 71;
  public static final int EMSGSIZE = 90;
  public static final int ENOPROTOOPT = 92;
  public static final int EPROTONOSUPPORT = 93;
  public static final int EOPNOTSUPP = 95;
  public static final int EAFNOSUPPORT = 97;
  public static final int EADDRINUSE = 98;
  public static final int EADDRNOTAVAIL = 99;
  public static final int ENETDOWN = 100;
  public static final int ENETUNREACH = 101;
  public static final int ECONNRESET = 104;
  public static final int ENOBUFS = 105;
  public static final int EISCONN = 106;
  public static final int ETIMEDOUT = 110;
  public static final int ECONNREFUSED = 111;
  public static final int EHOSTDOWN = 112;
  public static final int EHOSTUNREACH = 113;
  public static final int EALREADY = 114;
  public static final int EINPROGRESS = 115;

  /// Not a system error: this program's own slots for this kind of connection are in use.
  public static final int NO_SLOT = 4095; // far above Linux's highest

  private Errno() {}

  /// The name as listed in `errno(3)`, or `errno <number>` if socket calls do not return it.
  public static String name(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM";
      case EINTR -> "EINTR";
      case EIO -> "EIO";
      case EAGAIN -> "EAGAIN";
      case ENOMEM -> "ENOMEM";
      case EACCES -> "EACCES";
      case EINVAL -> "EINVAL";
      case EMFILE -> "EMFILE";
      case EPIPE -> "EPIPE";
      case ENOSYS -> "ENOSYS";
      case ENODATA -> "ENODATA";
      case EMSGSIZE -> "EMSGSIZE";
      case ENONET -> "ENONET";
      case EPROTO -> "EPROTO";
      case ENOPROTOOPT -> "ENOPROTOOPT";
      case EPROTONOSUPPORT -> "EPROTONOSUPPORT";
      case EOPNOTSUPP -> "EOPNOTSUPP";
      case EAFNOSUPPORT -> "EAFNOSUPPORT";
      case EADDRINUSE -> "EADDRINUSE";
      case EADDRNOTAVAIL -> "EADDRNOTAVAIL";
      case ENETDOWN -> "ENETDOWN";
      case ENETUNREACH -> "ENETUNREACH";
      case ENOBUFS -> "ENOBUFS";
      case ECONNRESET -> "ECONNRESET";
      case EISCONN -> "EISCONN";
      case ETIMEDOUT -> "ETIMEDOUT";
      case ECONNREFUSED -> "ECONNREFUSED";
      case EHOSTDOWN -> "EHOSTDOWN";
      case EHOSTUNREACH -> "EHOSTUNREACH";
      case EALREADY -> "EALREADY";
      case EINPROGRESS -> "EINPROGRESS";
      case NO_SLOT -> "NO_SLOT";
      default -> "errno " + errno;
    };
  }

  /// The name and, where the user can act on it, its meaning.
  public static String describe(int errno) {
    return switch (errno) {
      case EADDRINUSE -> "EADDRINUSE, another socket has this address in use";
      case EADDRNOTAVAIL -> "EADDRNOTAVAIL, this machine has no such address";
      case ENETUNREACH -> "ENETUNREACH, this machine has no route there";
      case EHOSTUNREACH -> "EHOSTUNREACH, this machine's routes refuse that host";
      case ENETDOWN -> "ENETDOWN, the network interface is down";
      case EMSGSIZE -> "EMSGSIZE, larger than what can be sent there";
      case EACCES -> "EACCES, not permitted";
      case EPERM -> "EPERM, not permitted";
      case EMFILE -> "EMFILE, this process has too many open files: raise its `ulimit -n`";
      case NO_SLOT ->
          "no free connection slot here: as many probes as may wait at once are waiting already";
      case EAFNOSUPPORT -> "EAFNOSUPPORT, this machine does not speak this address family";
      default -> name(errno);
    };
  }

  /// The error number for the system's error text, which is all that a JDK exception contains. EIO
  /// if the text is unknown or in another language.
  public static int ofMessage(String message) {
    return switch (message) {
      case "Operation not permitted" -> EPERM;
      case "Cannot allocate memory" -> ENOMEM;
      case "Permission denied" -> EACCES;
      case "Invalid argument" -> EINVAL;
      case "Too many open files" -> EMFILE;
      case "Broken pipe" -> EPIPE;
      case "Message too long" -> EMSGSIZE;
      case "Address family not supported by protocol" -> EAFNOSUPPORT;
      case "Cannot assign requested address", "Can't assign requested address" -> EADDRNOTAVAIL;
      case "Network is down" -> ENETDOWN;
      case "Network is unreachable" -> ENETUNREACH;
      case "No buffer space available" -> ENOBUFS;
      case "Connection reset", "Connection reset by peer" -> ECONNRESET;
      case "Connection timed out" -> ETIMEDOUT;
      case "Connection refused" -> ECONNREFUSED;
      case "Host is down" -> EHOSTDOWN;
      case "No route to host" -> EHOSTUNREACH;
      case null, default -> EIO;
    };
  }
}
