"""TLS in front of the emulator, which speaks plain http, as a proxy that tells its server about TLS.

    front.py 8181 8443

forwards from the second port to the first, until it is interrupted, and prints the certificate to trust.
"""

import asyncio
import contextlib
import ssl
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "artefact"))
from tls import Authority  # noqa: E402


class Front:
    """Forwards each request from `url` to a port of this machine, with `X-Forwarded-Proto: https`.

    `root` is the certificate that its clients have to trust.
    """

    def __init__(self, port, own_port=0):
        self.port = port
        self.own_port = own_port
        self.folder = tempfile.TemporaryDirectory()
        authority = Authority(Path(self.folder.name) / "authority")
        self.root = str(authority.root)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(authority.chain, authority.key)
        started = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self.serve(started)), daemon=True).start()
        assert started.wait(30), "the TLS front did not start"

    async def serve(self, started):
        server = await asyncio.start_server(self.connected, "127.0.0.1", self.own_port, ssl=self.context)
        self.url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        started.set()
        await server.serve_forever()

    async def connected(self, outside, to_outside):
        inside, to_inside = await asyncio.open_connection("127.0.0.1", self.port)
        answers = asyncio.create_task(pass_on(inside, to_outside))
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await outside.readuntil(b"\r\n\r\n")
                to_inside.write(head[:-2] + b"X-Forwarded-Proto: https\r\n\r\n")
                to_inside.write(await outside.readexactly(length_of_body(head)))
                await to_inside.drain()
        to_inside.close()
        await answers


def length_of_body(head):
    headers = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return next((int(value) for name, _, value in headers if name.lower() == b"content-length"), 0)


async def pass_on(reader, writer):
    """Ends the writer's connection where the reader's ends, whole answer or not."""
    with contextlib.suppress(OSError):
        while some := await reader.read(1 << 16):
            writer.write(some)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    front = Front(int(sys.argv[1]), int(sys.argv[2]))
    print(f"{front.url}, whose clients have to trust {front.root}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
