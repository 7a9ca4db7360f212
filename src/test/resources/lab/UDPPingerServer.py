"""The server of the UDP pinger lab, as a student writes it.

usage: UDPPingerServer.py PORT [--seed N]

Answers each datagram with its text in upper case, except for the four in eleven that it pretends
to have lost. Port 0 takes any free one; the line "listening on PORT" says which.
"""
import random
import sys
from socket import AF_INET, SOCK_DGRAM, socket


def main(arguments):
    if "--seed" in arguments:
        random.seed(int(arguments[arguments.index("--seed") + 1]))

    server = socket(AF_INET, SOCK_DGRAM)
    server.bind(("127.0.0.1", int(arguments[0])))
    print("listening on", server.getsockname()[1], flush=True)

    while True:
        message, client = server.recvfrom(1024)
        if random.randint(0, 10) < 4:
            continue
        server.sendto(message.upper(), client)


if __name__ == "__main__":
    main(sys.argv[1:])
