"""TLS for the tests: a certificate of our own, and a real nginx with the configuration that the documentation gives."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import socket
import subprocess
import time
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PATIENCE = 60.0
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
WITHOUT = "nginx is missing: apt-get install nginx-light"
NAMES = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
DOCS = Path(__file__).resolve().parents[1] / "docs"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for 127.0.0.1 and localhost, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(NAMES), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


class Proxy:
    """nginx as the ```` ```nginx ```` block of ``document`` sets it up, on a free port, in front of ``port`` here."""

    def __init__(self, folder: Path, document: str, port: int) -> None:
        (told,) = re.findall(
            r"^```nginx\n(.+?)^```", (DOCS / document).read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}"
        folder.mkdir()
        self.certificate, key = certificate(folder)
        for ours, here in (
            (r"\b443 ssl;", f"127.0.0.1:{self.port} ssl;"),
            (r"\b127\.0\.0\.1:876\d\b", f"127.0.0.1:{port}"),
            (r"/etc/ssl/mozaik\.pem", str(self.certificate)),
            (r"/etc/ssl/mozaik\.key", str(key)),
        ):
            told, changed = re.subn(ours, here, told)
            assert changed == 1, ours
        paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        here = "".join(f"{name}_temp_path {folder / name};\n" for name in paths)
        config = folder / "nginx.conf"
        config.write_text(
            f"daemon off; master_process off; pid {folder / 'pid'}; error_log {folder / 'error.log'};\n"
            f"events {{}}\nhttp {{\naccess_log {folder / 'access.log'};\n{here}{told}}}\n",
            "utf-8",
        )
        assert NGINX is not None
        self._process = subprocess.Popen(
            [NGINX, "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")],
            stderr=subprocess.DEVNULL,
        )
        limit = time.monotonic() + PATIENCE
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self._process.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < limit
            time.sleep(0.02)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
