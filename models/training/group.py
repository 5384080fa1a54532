"""The processes of a run: one alone, or those that torchrun starts, and after a failure restarts."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import torch
from torch import Tensor, distributed
from torch.distributed import PrefixStore, TCPStore  # type: ignore[attr-defined]
from torch.distributed.device_mesh import DeviceMesh, init_device_mesh

#: A process that does not answer for so long is taken to be dead; the others stop, and torchrun starts all again.
TIMEOUT = timedelta(minutes=15)


class Group:
    """All processes of the run; one alone needs no torchrun, and exchanges nothing."""

    def __init__(self) -> None:
        self.count = int(os.environ.get("WORLD_SIZE", "1"))
        self.rank = int(os.environ.get("RANK", "0"))
        cuda = torch.cuda.is_available()
        self.device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if cuda else torch.device("cpu")
        if cuda:
            torch.cuda.set_device(self.device)
        if self.count > 1:
            distributed.init_process_group(
                "cpu:gloo,cuda:nccl" if cuda else "gloo",
                store=self._store(),
                rank=self.rank,
                world_size=self.count,
                timeout=TIMEOUT,
            )

    def _store(self) -> Any:
        """Meeting place of the processes: torchrun's own store, or one that the first process opens.

        torchrun keeps its store over a restart, with the addresses of the dead in it: every start has its own names.
        (Over several machines the number of restarts is not the same everywhere; there, torchrun is started with
        `TORCH_DISABLE_SHARE_RDZV_TCP_STORE=1`, and every restart has a new store.)
        """
        kept = os.environ.get("TORCHELASTIC_USE_AGENT_STORE") == "True"
        address, port = os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"])
        store = TCPStore(address, port, self.count, self.rank == 0 and not kept, TIMEOUT)
        start = os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")
        return PrefixStore(f"start-{start}", store) if kept else store

    @property
    def leads(self) -> bool:
        """True for the process that writes what all share."""
        return self.rank == 0

    @property
    def restarted(self) -> bool:
        """True if torchrun has started any of the processes again after a failure. All call this together."""
        return any(self.gather(int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")) > 0))

    def mesh(self, shards: int | None) -> DeviceMesh | None:
        """All processes share one copy of the model, or every `shards` of them one; None for a process alone.

        Raises ValueError if the number of processes is no multiple of `shards`.
        """
        if self.count == 1:
            return None
        if shards is None or shards == self.count:
            return init_device_mesh(self.device.type, (self.count,))
        if self.count % shards:
            raise ValueError(f"{self.count} processes cannot hold copies of {shards} shards each")
        return init_device_mesh(self.device.type, (self.count // shards, shards), mesh_dim_names=("copy", "shard"))

    def sum(self, values: Tensor) -> Tensor:
        """The sum over all processes, everywhere."""
        if self.count > 1:
            distributed.all_reduce(values)
        return values

    def gather(self, value: Any) -> list[Any]:
        """One value from every process, everywhere; the values go through pickle."""
        values: list[Any] = [value] * self.count
        if self.count > 1:
            distributed.all_gather_object(values, value)
        return values

    def wait(self) -> None:
        """Return when all processes are here."""
        if self.count > 1:
            distributed.barrier()

    def close(self) -> None:
        """Leave."""
        if self.count > 1:
            distributed.destroy_process_group()
