"""Make a float32 and an int8 graph from the weights of a model package, for the parity test of the engine.

PACKAGE OUT: PACKAGE is the folder of the package, OUT the folder to write.
"""

import json
import sys
from pathlib import Path

from models.export.manifest import read_manifest
from models.export.package import write_package
from models.export.weights import TRAINING_FILE, load_model


def main() -> None:
    package, out = map(Path, sys.argv[1:3])
    manifest = read_manifest(package)
    training = json.loads((package / TRAINING_FILE).read_text(encoding="utf-8"))
    del training["config"]
    write_package(
        load_model(package),
        out,
        tokenizer=package / manifest["tokenizer"]["file"],
        variants=["float32", "int8"],
        identity={key: manifest[key] for key in ("id", "version", "name", "description")},
        limits=manifest["limits"],
        defaults=manifest["defaults"],
        training=training,
    )


if __name__ == "__main__":
    main()
