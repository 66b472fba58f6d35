"""Servers that speak TLS, and their certificates, which the command openssl makes."""

import os
import shutil
import ssl
import subprocess
import tempfile

from tests.harness.aws import AwsEndpoint

# Without the command, tests of TLS are left out; CI must have it.
CAN_CERTIFY = bool(shutil.which("openssl") or os.environ.get("CI"))
REQUEST = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]


class TlsEndpoint(AwsEndpoint):
    context = None  # of ssl.SSLContext

    def prepare(self, sock):
        return self.context.wrap_socket(sock, server_side=True)  # fails when we are not trusted


def certificate(folder, name, names, days=2):
    """Makes name.pem and its name-key.pem, certified by itself, until in days; negative: expired."""
    path = os.path.join(folder, name)
    request = REQUEST + ["-subj", "/CN=test", "-addext", "subjectAltName=" + names]
    sign = ["openssl", "x509", "-req", "-copy_extensions", "copy", "-days", str(days)]
    files = ["-in", path + ".csr", "-signkey", path + "-key.pem", "-out", path + ".pem"]
    for command in (
        request + ["-keyout", path + "-key.pem", "-out", path + ".csr"], sign + files
    ):  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)


def certificates_for(case, wanted):
    """A folder with a certificate for each name in wanted, for as long as the class of tests lasts."""
    folder = tempfile.mkdtemp()
    case.addClassCleanup(shutil.rmtree, folder)
    for name, how in wanted.items():
        certificate(folder, name, *how)
    return folder


def tls_endpoint(folder, name):
    """The class of endpoints that show the certificate name.pem."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    path = os.path.join(folder, name)
    context.load_cert_chain(path + ".pem", path + "-key.pem")
    return type("Endpoint", (TlsEndpoint,), {"context": context})
