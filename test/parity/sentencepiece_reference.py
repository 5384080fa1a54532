"""The `sentencepiece` library's answers, for the parity test of our own tokenizer.

train MODEL_PREFIX CORPUS OPTIONS: trains a small unigram model; OPTIONS is a JSON object of trainer options.
encode MODEL STRINGS: STRINGS holds one JSON string per line; writes {"ids", "text"} per line.
decode MODEL IDS: IDS holds one JSON list of ids per line; writes one JSON string per line.
"""

import json
import sys
from pathlib import Path

import sentencepiece


def main() -> None:
    command, model, file = sys.argv[1:4]
    if command == "train":
        options = json.loads(sys.argv[4])
        sentencepiece.SentencePieceTrainer.train(
            input=file, model_prefix=model, model_type="unigram", minloglevel=2, num_threads=1, **options
        )
        return
    processor = sentencepiece.SentencePieceProcessor(model_file=model)
    for line in Path(file).read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        value = json.loads(line)
        if command == "encode":
            ids = processor.encode(value)
            answer: object = {"ids": ids, "text": processor.decode(ids)}
        else:
            answer = processor.decode(value)
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
