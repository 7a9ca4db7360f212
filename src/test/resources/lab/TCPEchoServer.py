"""The TCP server of the pinger lab, as a student writes it.

usage: TCPEchoServer.py PORT [--seed N]

Takes one connection after the other, answers its line in upper case, or, four times in eleven,
says LOST; then it closes. Port 0 takes any free one; the line "listening on PORT" says which.
"""
import random
import sys
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket


def main(arguments):
    if "--seed" in arguments:
        random.seed(int(arguments[arguments.index("--seed") + 1]))

    server = socket(AF_INET, SOCK_STREAM)
    server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", int(arguments[0])))
    server.listen(5)
    print("listening on", server.getsockname()[1], flush=True)

    while True:
        connection, client = server.accept()
        sentence = connection.recv(1024)
        if random.randint(0, 10) < 4:
            connection.send(b"LOST")
        else:
            connection.send(sentence.upper())
        connection.close()


if __name__ == "__main__":
    main(sys.argv[1:])
