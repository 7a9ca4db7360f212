"""aiosmtpd's mail server (Debian package python3-aiosmtpd). Prints "listening on PORT"."""
import asyncio

from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Sink(), hostname="mail.lab", loop=loop), "127.0.0.1", 0)
    print("listening on", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())
