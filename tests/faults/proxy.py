"""A tiny TCP proxy before Redis that can become a black hole: it accepts, keeps, and answers nothing.

`python -m tests.faults.proxy PORT SOCKET`; SIGUSR1 makes the hole, SIGUSR2 mends it. What went silent stays
silent, as when a machine in the middle has forgotten its connections: nobody is told.
"""

import asyncio
import signal
import sys


class Proxy:
    def __init__(self, target: str) -> None:
        self.target = target
        self.is_hole = False
        self.open: set[asyncio.StreamWriter] = set()
        self.swallowed: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_hole:
            self.swallowed.add(writer)
            return
        try:
            up_reader, up_writer = await asyncio.open_unix_connection(self.target)
        except OSError:
            writer.close()
            return
        self.open |= {writer, up_writer}
        await asyncio.gather(self.pass_on(reader, up_writer), self.pass_on(up_reader, writer))
        self.open -= {writer, up_writer}

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                if writer not in self.swallowed:
                    writer.write(data)
                    await writer.drain()
        except OSError:
            pass
        if writer not in self.swallowed:
            writer.close()

    def open_hole(self) -> None:
        self.is_hole = True
        self.swallowed |= self.open

    def mend(self) -> None:
        self.is_hole = False


async def main(port: int, target: str) -> None:
    proxy = Proxy(target)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, proxy.open_hole)
    loop.add_signal_handler(signal.SIGUSR2, proxy.mend)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
