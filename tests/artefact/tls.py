"""TLS in front of the emulator, which itself speaks plain http: an authority for this run, and a forwarder.

    tls.py CERTIFICATE KEY PORT MILLISECONDS NAME…

takes connections for each name on a port of its own, and forwards what they say to 127.0.0.1:PORT. It prints where each
name is, then a line for each connection.
"""

import asyncio
import contextlib
import socket
import ssl
import subprocess
import sys
from pathlib import Path

# As the clouds have it: a root that is known, one between, and the server's own, which comes with the one between.
EXTENSIONS = {
    "root": "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign\n",
    "between": "basicConstraints = critical, CA:TRUE, pathlen:0\nkeyUsage = critical, keyCertSign\n",
    "server": "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\n"
              "extendedKeyUsage = serverAuth\nsubjectAltName = IP:127.0.0.1\n",
}


class Authority:
    """A root for a day that signs for 127.0.0.1, made by openssl in `folder`."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir()
        issuer = "root"
        for name, extensions in EXTENSIONS.items():
            self.sign(name, issuer, extensions)
            issuer = name
        self.root, self.key = self.folder / "root.pem", self.folder / "server.key"
        self.chain = self.folder / "chain.pem"
        self.chain.write_text("".join((self.folder / f"{name}.pem").read_text() for name in ["server", "between"]))

    def sign(self, name, issuer, extensions):
        (self.folder / f"{name}.ext").write_text(extensions)
        self.openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN=Lamplighter's test: {name}",
                     "-keyout", f"{name}.key", "-out", f"{name}.csr")
        by = ["-signkey", "root.key"] if name == issuer else ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"]
        self.openssl("x509", "-req", "-sha256", "-days", "1", "-in", f"{name}.csr", "-extfile", f"{name}.ext",
                     *by, "-set_serial", str(1 + [*EXTENSIONS].index(name)), "-out", f"{name}.pem")

    def openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"openssl {arguments[0]}: {done.stderr}")


async def forward(certificate, key, port, milliseconds, *names):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(certificate, key)

    async def connected(name, connection):
        # On one machine a connection is there at once. So it waits here for its way to the cloud and back.
        await asyncio.sleep(int(milliseconds) / 1000)
        outside = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(outside)
        loop = asyncio.get_running_loop()
        try:
            transport, _ = await loop.connect_accepted_socket(lambda: protocol, connection, ssl=context)
        except OSError as error:
            return print(f"{name}: no handshake: {error!r}", flush=True)
        print(f"{name}: {transport.get_extra_info('ssl_object').version()}", flush=True)
        inside, to_inside = await asyncio.open_connection("127.0.0.1", int(port))
        to_outside = asyncio.StreamWriter(transport, protocol, outside, loop)
        await asyncio.gather(pass_on(outside, to_inside), pass_on(inside, to_outside))

    async def listen(name):
        listener = socket.create_server(("127.0.0.1", 0))
        listener.setblocking(False)
        print(f"{name} https://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        async with asyncio.TaskGroup() as connections:
            while True:
                connection, _ = await asyncio.get_running_loop().sock_accept(listener)
                connections.create_task(connected(name, connection))

    await asyncio.gather(*map(listen, names))


async def pass_on(reader, writer):
    with contextlib.suppress(OSError):
        while some := await reader.read(1 << 16):
            writer.write(some)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    asyncio.run(forward(*sys.argv[1:]))
