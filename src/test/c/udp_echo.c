// A UDP echo server, in batches and without any rule about whom it answers: `udp_echo ADDRESS`. Prints its port.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { BATCH = 64, ROOM = 2048 };

static struct mmsghdr messages[BATCH];
static struct iovec parts[BATCH];
static struct sockaddr_in names[BATCH];
static char bytes[BATCH][ROOM];

static void die(const char *what) {
  perror(what);
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  struct sockaddr_in local = {.sin_family = AF_INET};
  socklen_t size = sizeof local;
  if (inet_pton(AF_INET, argv[1], &local.sin_addr) != 1) die(argv[1]);
  int fd = socket(AF_INET, SOCK_DGRAM, 0), buffer = 4 << 20;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  if (bind(fd, (struct sockaddr *)&local, size) < 0 || getsockname(fd, (struct sockaddr *)&local, &size) < 0) die("bind");
  printf("%d\n", ntohs(local.sin_port));
  fflush(stdout);
  for (;;) {
    for (int i = 0; i < BATCH; i++) {
      parts[i] = (struct iovec){bytes[i], ROOM};
      messages[i].msg_hdr = (struct msghdr){&names[i], sizeof names[i], &parts[i], 1, NULL, 0, 0};
    }
    int got = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
    for (int i = 0; i < got; i++) parts[i].iov_len = messages[i].msg_len;
    for (int sent = 0, now; sent < got; sent += now) {
      now = sendmmsg(fd, messages + sent, got - sent, 0);
      if (now <= 0) now = 1; // refused: leave this one out
    }
  }
}
