"""The client of the UDP pinger lab, as a student writes it.

usage: UDPPingerClient.py HOST PORT

Sends ten pings, one after the other, and waits up to a second for each answer.
"""
import sys
import time
from socket import AF_INET, SOCK_DGRAM, socket

PINGS = 10


def main(host, port):
    client = socket(AF_INET, SOCK_DGRAM)
    client.settimeout(1)
    rtts = []

    for sequence in range(1, PINGS + 1):
        start = time.time()
        message = "Ping %d %f" % (sequence, start)
        client.sendto(message.encode(), (host, port))
        try:
            answer, _ = client.recvfrom(1024)
        except TimeoutError:
            print("Request timed out", flush=True)
            continue
        rtts.append(time.time() - start)
        print("%s RTT %.6f s" % (answer.decode(), rtts[-1]), flush=True)

    print("%d sent, %d received, %.0f%% lost" % (PINGS, len(rtts), 100 - 100 * len(rtts) / PINGS))
    if rtts:
        print("min %.6f max %.6f avg %.6f s" % (min(rtts), max(rtts), sum(rtts) / len(rtts)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
