// UDP probes as fast as their replies come: `udp_probes ADDRESS PORT WINDOW SECONDS`.
#include "probe.h"

static const char HEAD[] = "ping 1 1735689600000 pd1:"; // lower case: an upper-casing server has work to do

static void write_probe(char *slot, uint32_t number) {
  for (int i = 0; i < 8; i++) slot[sizeof HEAD - 1 + i] = "0123456789abcdef"[number >> 4 * i & 15];
}

static uint32_t read_probe(const char *slot, unsigned length) {
  uint32_t number = 0;
  if (length == PAYLOAD) {
    for (int i = 7; i >= 0; i--) {
      char c = slot[sizeof HEAD - 1 + i];
      number = number << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
  }
  return number;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (fd < 0) die("socket");
  prepare(fd, argv[1], atoi(argv[2]));
  for (int i = 0; i < BATCH; i++) {
    memset(out_bytes[i], ' ', PAYLOAD);
    memcpy(out_bytes[i], HEAD, sizeof HEAD - 1);
    memcpy(out_bytes[i] + sizeof HEAD - 1 + 8, "00000000", 8);
  }
  return measure(fd, atoi(argv[3]), atof(argv[4]));
}
