"""Make other graphs from the weights of a model package, for the parity tests of the engine.

PACKAGE OUT [VARIANTS]: PACKAGE is the folder of the package, OUT the folder to write; float32,int8 by default.
"""

import json
import shutil
import sys
from pathlib import Path

from models.architecture.load import load_model
from models.export.package import write_package
from models.package.manifest import file_entry, read_manifest, write_manifest
from models.package.weights import TRAINING_FILE


def main() -> None:
    package, out = map(Path, sys.argv[1:3])
    variants = sys.argv[3] if len(sys.argv) > 3 else "float32,int8"
    manifest = read_manifest(package)
    training = json.loads((package / TRAINING_FILE).read_text(encoding="utf-8"))
    del training["config"]
    write_package(
        load_model(package),
        out,
        tokenizer=package / manifest["tokenizer"]["file"],
        variants=variants.split(","),
        identity={key: manifest[key] for key in ("id", "version", "name", "description", "license")},
        limits=manifest["limits"],
        defaults=manifest["defaults"],
        training=training,
    )
    if "spelling" in manifest:
        name = manifest["spelling"]["lexicon"]
        shutil.copyfile(package / name, out / name)
        written = read_manifest(out)
        entries = [*written["files"], file_entry(out, name)]
        write_manifest(out, {**written, "spelling": manifest["spelling"], "files": entries})


if __name__ == "__main__":
    main()
