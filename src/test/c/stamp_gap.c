// The kernel's way from the transmit stamp of a datagram to its receive stamp on loopback: `stamp_gap ADDRESS PROBES`,
// a hundred probes a second. Prints nanoseconds, a line each. No RTT from these two stamps can be nearer to that of a
// packet capture, whose packets have the receive stamp.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/net_tstamp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PAYLOAD = 64, INTERVAL_MICROS = 10000, PATIENCE_MS = 100 };

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int open_socket(int stamps) {
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  stamps |= SOF_TIMESTAMPING_SOFTWARE;
  if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &stamps, sizeof stamps) < 0) die("SO_TIMESTAMPING");
  return fd;
}

// Nanoseconds since 1970 UTC.
static long long stamp(int fd, short events, int flags) {
  char bytes[PAYLOAD], control[512];
  struct iovec part = {bytes, sizeof bytes};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  struct pollfd ready = {fd, events, 0};
  if (poll(&ready, 1, PATIENCE_MS) != 1 || recvmsg(fd, &message, flags) < 0) die("no stamp");
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPING) {
      struct timespec time;
      memcpy(&time, CMSG_DATA(c), sizeof time);
      return time.tv_sec * 1000000000LL + time.tv_nsec;
    }
  }
  die("no stamp");
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  struct sockaddr_in to = {.sin_family = AF_INET};
  socklen_t size = sizeof to;
  if (inet_pton(AF_INET, argv[1], &to.sin_addr) != 1) die(argv[1]);
  int sender = open_socket(SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY);
  int receiver = open_socket(SOF_TIMESTAMPING_RX_SOFTWARE);
  if (bind(receiver, (struct sockaddr *)&to, size) < 0 || getsockname(receiver, (struct sockaddr *)&to, &size) < 0)
    die("bind");
  for (int i = atoi(argv[2]); i > 0; i--) {
    char payload[PAYLOAD] = {0};
    usleep(INTERVAL_MICROS);
    if (sendto(sender, payload, sizeof payload, 0, (struct sockaddr *)&to, size) < 0) die("sendto");
    long long received = stamp(receiver, POLLIN, 0);
    printf("%lld\n", received - stamp(sender, 0, MSG_ERRQUEUE));
  }
  return 0;
}
