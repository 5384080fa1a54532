"""`InterlinearModel`: one graph behind the Open Inference Protocol. `docs/serving.md` describes its tensors.

MLServer's own adaptive batching joins requests without regard to their shapes, so it stays off (`max_batch_size` 0).
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

import onnxruntime
from mlserver import MLModel
from mlserver.errors import InferenceError, MLServerError
from mlserver.types import (
    InferenceRequest,
    InferenceResponse,
    MetadataModelResponse,
    Parameters,
    ResponseOutput,
)
from mlserver.utils import get_model_uri

from .batching import Batcher, BusyError
from .tensors import INPUTS, OUTPUTS, Limits, TensorError, Tensors, check_tensors, read_tensor

#: Targets that run side by side, if the settings do not say. A processor gains nothing from more.
_MOST_TARGETS = {"CPUExecutionProvider": 20, "CUDAExecutionProvider": 64}
#: Targets times vocabulary: bounds the memory of the logits, which targets of full length would need.
_MOST_LOGITS = 1_000_000


class InterlinearModel(MLModel):  # type: ignore[misc]  # its environment is not the one that is type-checked
    """Settings in `parameters.extra`: `model` (`decode` or `pass`), `limits`, `shown` (parameters of the metadata),
    `runs` (at once; 0: one per core), `threads` (of a run) and `targets` (side by side in one run).
    """

    async def load(self) -> bool:
        """Read the graph. Its path is the settings' `uri`."""
        extra = self.settings.parameters.extra
        self._model, self._limits = extra["model"], Limits(**extra["limits"])
        path = await get_model_uri(self.settings)
        loop = asyncio.get_running_loop()
        self._session = await loop.run_in_executor(None, _session, path, int(extra.get("threads", 1)))
        self._names = [output.name for output in self._session.get_outputs()]
        runs = int(extra.get("runs", 0)) or _cores()
        usual = min(_MOST_TARGETS[self._session.get_providers()[0]], _MOST_LOGITS // self._limits.vocabulary)
        self._batcher = Batcher(self._model, self._run, int(extra.get("targets", max(8, usual))), runs)
        return True

    async def unload(self) -> bool:
        """Give the graph's memory back."""
        self._batcher.close()
        del self._session
        return True

    async def metadata(self) -> MetadataModelResponse:
        """Metadata that the protocol asks for, and the package's version and weights."""
        found = await super().metadata()
        found.parameters = Parameters(**self.settings.parameters.extra["shown"])
        return found

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        """Answer a request.

        Raises InferenceError (400) if it does not fit, MLServerError if too many wait (503) or the run fails (500).
        """
        try:
            tensors = self._tensors(payload)
            check_tensors(self._model, tensors, self._limits)
            wanted = self._wanted(payload)
        except TensorError as error:
            raise InferenceError(str(error)) from None
        try:
            outputs, together = await self._batcher.answer(tensors)
        except BusyError:
            raise MLServerError("too many requests are waiting: try again later", 503) from None
        except Exception as error:
            raise MLServerError(f"the model could not be run: {type(error).__name__}", 500) from error
        return InferenceResponse(
            model_name=self.name,
            model_version=self.version,
            # How many requests the run answered.
            parameters=Parameters(**{"interlinear.requests": together}),
            outputs=[
                ResponseOutput(
                    name=output.name,
                    shape=list(outputs[output.name].shape),
                    datatype=output.kind,
                    data=outputs[output.name].ravel().tolist(),
                )
                for output in OUTPUTS[self._model]
                if output.name in wanted
            ],
        )

    def _tensors(self, payload: InferenceRequest) -> Tensors:
        known = {wanted.name: wanted for wanted in INPUTS[self._model]}
        tensors: Tensors = {}
        for given in payload.inputs:
            if given.name not in known:
                raise TensorError(f"{given.name} is no input of {self.name}; there are {', '.join(known)}")
            data = getattr(given.data, "root", given.data)
            kind = str(getattr(given.datatype, "value", given.datatype))
            tensors[given.name] = read_tensor(known[given.name], kind, given.shape, data)
        if missing := [name for name in known if name not in tensors]:
            raise TensorError(f"missing: {', '.join(missing)}")
        return tensors

    def _wanted(self, payload: InferenceRequest) -> list[str]:
        asked = [output.name for output in payload.outputs or []]
        if unknown := [name for name in asked if name not in self._names]:
            raise TensorError(f"{unknown[0]} is no output of {self.name}; there are {', '.join(self._names)}")
        return asked or self._names

    def _run(self, tensors: Tensors) -> Tensors:
        return dict(zip(self._names, self._session.run(self._names, tensors), strict=True))


def _session(path: str, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Threads that wait for work by spinning take the processor from the other runs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    available = onnxruntime.get_available_providers()
    providers = [name for name in ("CUDAExecutionProvider", "CPUExecutionProvider") if name in available]
    return onnxruntime.InferenceSession(path, options, providers=providers)


def _cores() -> int:
    """Cores that this process may use; a container's share is smaller than the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
