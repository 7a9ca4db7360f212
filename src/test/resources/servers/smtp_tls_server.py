"""aiosmtpd's mail server with STARTTLS: CERTIFICATE KEY [refuse]. Prints "listening on PORT". With "refuse" it refuses
EHLO within TLS."""
import asyncio
import logging
import ssl
import sys

from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP


class Refusing(Sink):
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        if session.ssl is not None:
            return ["554 not within TLS"]
        session.host_name = hostname
        return responses


logging.getLogger("mail.log").setLevel(logging.CRITICAL)


async def serve():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(sys.argv[1], sys.argv[2])
    handler = Refusing() if "refuse" in sys.argv[3:] else Sink()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="mail.lab", tls_context=tls, loop=loop), "127.0.0.1", 0)
    print("listening on", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())
