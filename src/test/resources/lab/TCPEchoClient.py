"""The TCP client of the lab, as a student writes it.

usage: TCPEchoClient.py HOST PORT

Makes ten connections, one after the other, and sends one line over each.
"""
import sys
import time
from socket import AF_INET, SOCK_STREAM, socket

PINGS = 10


def main(host, port):
    lost = 0
    for sequence in range(1, PINGS + 1):
        client = socket(AF_INET, SOCK_STREAM)
        client.settimeout(1)
        client.connect((host, port))
        start = time.time()
        client.send(("Ping %d" % sequence).encode())
        answer = client.recv(1024).decode()
        print("%s RTT %.6f s" % (answer, time.time() - start), flush=True)
        lost += answer == "LOST"
        client.close()
    print("%d sent, %d received, %d%% lost" % (PINGS, PINGS - lost, 100 * lost // PINGS))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
