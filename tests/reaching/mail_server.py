"""A mail server on this machine, as RFC 5321 has it, that takes its time for every mail."""

import threading
import time
from socketserver import StreamRequestHandler, ThreadingTCPServer


class MailServer:
    """Who was written to, over how many connections. It refuses `unknown`; `is_silent`: it says nothing."""

    def __init__(self) -> None:
        self.took: list[str] = []
        self.connections = 0
        self.answers_after_s = 0.0
        self.unknown: set[str] = set()
        self.is_silent = False
        self._lock = threading.Lock()
        service = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                service.talk(self)

        self.server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def talk(self, line: StreamRequestHandler) -> None:
        with self._lock:
            self.connections += 1
        if self.is_silent:
            time.sleep(3)
            return
        line.wfile.write(b"220 mail.test\r\n")
        to = ""
        while command := line.rfile.readline().decode().strip():
            verb = command[:4].upper()
            if verb == "RCPT":
                to = command.partition("<")[2].partition(">")[0]
            line.wfile.write(self._answer(verb, to))
            if verb == "DATA":
                self._read(line, to)
            if verb == "QUIT":
                return

    def _answer(self, verb: str, to: str) -> bytes:
        if verb == "RCPT" and to in self.unknown:
            return b"550 5.1.1 nobody here\r\n"
        return {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}.get(verb, b"250 fine\r\n")

    def _read(self, line: StreamRequestHandler, to: str) -> None:
        while line.rfile.readline() != b".\r\n":
            pass
        time.sleep(self.answers_after_s)
        with self._lock:
            self.took.append(to)
        line.wfile.write(b"250 taken\r\n")
