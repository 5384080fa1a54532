"""Import by name: the hub's own library against a server on this machine that answers as the hub does."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from models.importing.locate import download, open_checkpoint
from models.package.errors import CheckpointError
from models.tests.test_importing import write

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NAME = "someone/xlm-roberta-tiny"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """Address of the server, the folder that it serves, and the files that were asked for."""
    folder, asked = tmp_path / "served", []

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def log_message(self, *_: Any) -> None:
            pass

        def _answer(self, *, body: bool) -> None:
            path = self.path.split("?")[0]
            if path.startswith(f"/api/models/{NAME}/revision/"):
                files = sorted(file.name for file in folder.iterdir())
                self._send(json.dumps({"id": NAME, "sha": COMMIT, "siblings": [{"rfilename": f} for f in files]}))
            elif path.startswith(f"/api/models/{NAME}/tree/"):
                listed = [
                    {"type": "file", "path": f.name, "size": f.stat().st_size, "oid": "0" * 40}
                    for f in folder.iterdir()
                ]
                self._send(json.dumps(listed))
            elif path.startswith(f"/{NAME}/resolve/") and (file := folder / path.rsplit("/", 1)[1]).is_file():
                if body:
                    asked.append(file.name)
                self._send(file.read_bytes(), body=body)
            else:
                self.send_response(404)
                self.send_header("X-Error-Code", "RepoNotFound" if "/api/" in path else "EntryNotFound")
                self.send_header("Content-Length", "0")
                self.end_headers()

        def _send(self, content: str | bytes, *, body: bool = True) -> None:
            data = content.encode() if isinstance(content, str) else content
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("ETag", f'"{hashlib.sha1(data).hexdigest()}"')
            self.send_header("X-Repo-Commit", COMMIT)
            self.end_headers()
            if body:
                self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder, asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("kind", ["safetensors", "bin"])
def test_only_what_is_needed_is_fetched(hub: tuple[str, Path, list[str]], tmp_path: Path, kind: str) -> None:
    endpoint, folder, asked = hub
    write(folder, "xlm-roberta", kind)
    (folder / "tf_model.h5").write_bytes(b"another framework's weights")
    if kind == "safetensors":
        (folder / "pytorch_model.bin").write_bytes(b"the same again")
    fetched = download(NAME, revision="main", cache=tmp_path / "cache", offline=False, endpoint=endpoint)
    assert open_checkpoint(fetched).format == ("safetensors" if kind == "safetensors" else "pytorch")
    weights = "model.safetensors" if kind == "safetensors" else "pytorch_model.bin"
    assert set(asked) == {"config.json", "sentencepiece.bpe.model", weights}
    again = download(NAME, revision="main", cache=tmp_path / "cache", offline=True, endpoint=endpoint)
    assert (again, asked.count(weights)) == (fetched, 1)


def test_unknown_name_is_said(hub: tuple[str, Path, list[str]], tmp_path: Path) -> None:
    endpoint, folder, _ = hub
    folder.mkdir()
    with pytest.raises(CheckpointError, match="neither a folder nor a checkpoint of the hub"):
        download("someone/else", revision=None, cache=tmp_path / "cache", offline=False, endpoint=endpoint)
