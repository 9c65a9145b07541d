"""The workers of a Dask cluster: who is there, who may measure, and who does what."""

import asyncio
import pickle
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from distributed import KilledWorker

from verify import remote
from verify.environment import installed
from verify.pool import LostWorkersError

LOSSES = 3
"""Workers that may be lost during one call before it is taken for the cause."""

POLL = 0.5
"""Seconds between two looks at who is there."""

ANSWER = 30.0
"""Seconds within which whoever is alive answers."""

LEAVE = 5.0
"""Seconds for calling back what runs."""

RESUMES = "What is finished is stored; the same command resumes."


class WorkersEndedError(Exception):
    """Several workers ended during one call."""


@dataclass(order=True)
class Call:
    """A call in the order given, and the future of what it returns."""

    number: int
    function: Callable[[], Any] = field(compare=False)
    future: Future[Any] = field(compare=False, default_factory=Future)
    losses: int = field(compare=False, default=0)


class Crew:
    """The workers that may measure, each making one call at a time.

    Parameters
    ----------
    client
        Connected to the scheduler; asynchronous.
    address
        Of the scheduler, for sentences.
    notify
        Is told what a person should know, a sentence each.
    patience
        Seconds to wait for a worker while there is something to do and nobody to do it.

    """

    def __init__(
        self,
        client: Any,
        address: str,
        notify: Callable[[str], object],
        patience: float,
    ) -> None:
        self.client, self.address = client, address
        self.notify, self.patience = notify, patience
        self.calls = asyncio.PriorityQueue[Call]()
        self.checked = set[str]()
        self.threads: Mapping[str, int] = {}
        self._wanted = remote.needed()
        self._employed: dict[str, asyncio.Task[None]] = {}
        self._refused: dict[str, str] = {}
        self._busy: dict[str, Call] = {}
        self._versions = {installed("distributed")}

    async def keep(self, ready: Callable[[], object]) -> None:
        """Employ whoever comes and miss whoever goes, for ever.

        Parameters
        ----------
        ready
            Is called, again and again, once every worker was asked and one may work.

        Raises
        ------
        LostWorkersError
            If the scheduler is gone, or there is nobody to work for too long.

        """
        begun, deadline = False, None
        while True:
            await self._look()
            if self.checked:
                deadline = None
            if not self._all_asked():
                pass
            elif self.checked:
                begun = True
                ready()
            elif not begun or self._something_to_do():
                if deadline is None:
                    deadline = time.monotonic() + self.patience
                    self.notify(f"{self._lack()}; {self._advice()}.")
                elif time.monotonic() > deadline:
                    raise LostWorkersError(self._lack_for_good())
            await asyncio.sleep(min(POLL, self.patience))

    async def dismiss(self) -> None:
        """Call back whatever runs."""
        for employed in self._employed.values():
            employed.cancel()
        await asyncio.gather(*self._employed.values(), return_exceptions=True)

    async def _look(self) -> None:
        """Compare who is there with who was."""
        self.threads = await self._present()
        for address in self._employed.keys() - self.threads.keys():
            self._miss(address)
        for employed in self._employed.values():
            if employed.done():
                # A defect would otherwise be waited for.
                employed.result()
        for address in self.threads.keys() - self._employed.keys():
            self._employed[address] = asyncio.create_task(self._employ(address))
        # Time for those who came, to answer.
        await asyncio.sleep(0)

    async def _present(self) -> Mapping[str, int]:
        """Return the number of threads of every worker."""
        try:
            async with asyncio.timeout(ANSWER):
                threads: Mapping[str, int] = await self.client.scheduler.ncores()
        except (OSError, AttributeError) as error:
            raise LostWorkersError(
                f"the scheduler at {self.address} does not answer any more; start it "
                f"and its workers again. {RESUMES}"
            ) from error
        return threads

    def _miss(self, address: str) -> None:
        """Let another make the call of a worker that is lost."""
        employed = self._employed.pop(address)
        self._refused.pop(address, None)
        self.checked.discard(address)
        call = self._busy.pop(address, None)
        employed.cancel()
        if call is None:
            return
        call.losses += 1
        if call.losses >= LOSSES:
            call.future.set_exception(WorkersEndedError(_ended(address)))
            return
        self.notify(
            f"worker {address} is lost; what it was measuring is measured again."
        )
        self.calls.put_nowait(call)

    async def _employ(self, address: str) -> None:
        """Ask a worker what it runs, and give it calls while that is right."""
        objection = await self._objection(address)
        while not objection:
            self.checked.add(address)
            call = self._busy[address] = await self.calls.get()
            while self.client.status != "running":
                await asyncio.sleep(POLL)
            objection = await self._make(call, address)
            del self._busy[address]
        self.checked.discard(address)
        self._refused[address] = objection
        self.notify(objection)

    async def _objection(self, address: str) -> str:
        """Return why a worker must not measure; empty if it may."""
        try:
            async with asyncio.timeout(ANSWER):
                answers = await self.client.run(
                    remote.reception,
                    address,
                    self._wanted,
                    workers=[address],
                    on_error="return",
                )
            answer = answers[address]
        except (OSError, TimeoutError) as error:
            answer = error
        # By its words, as Dask may have wrapped it.
        if "ModuleNotFoundError" in repr(answer) or "AttributeError" in repr(answer):
            return (
                f"worker {address} is not used: it cannot load the toolkit ({answer}); "
                "to use it, install the toolkit there as it is here and start it again."
            )
        if isinstance(answer, Exception):
            return f"worker {address} is not used: it does not answer ({answer})."
        objection, version = answer
        if version not in self._versions:
            self._versions.add(version)
            self.notify(
                f"worker {address} has distributed {version}, this command "
                f"{installed('distributed')}; where they do not understand each other, "
                "install the same on both."
            )
        return str(objection)

    async def _make(self, call: Call, address: str) -> str:
        """Make a call, and return why its worker must not make another."""
        future = call.future
        if not (future.running() or future.set_running_or_notify_cancel()):
            return ""
        key = f"measurement-{uuid.uuid4().hex}"
        arguments = (address, self._wanted, key, call.function)
        try:
            there = self.client.submit(
                pickle.loads,
                pickle.dumps(_WhereItIsRead(remote.checked, arguments)),
                key=key,
                workers=[address],
                pure=False,
            )
            try:
                objection, result = await there
            except asyncio.CancelledError:
                await self._call_back(there, key, address)
                raise
            if objection:
                self.calls.put_nowait(call)
                return str(objection)
            future.set_result(result)
        except CancelledError:
            # The connection was lost for a moment, and with it the call.
            self.calls.put_nowait(call)
        except KilledWorker:
            future.set_exception(WorkersEndedError(_ended(address)))
        except Exception as error:
            if self.client.status == "running":
                future.set_exception(error)
            else:
                self.calls.put_nowait(call)
        return ""

    async def _call_back(self, there: Any, key: str, address: str) -> None:
        """End a call on its worker, if that is still there."""
        with suppress(Exception):
            async with asyncio.timeout(LEAVE):
                await self.client.cancel([there])
                if address in self._employed:
                    await self.client.run(
                        remote.end, key, workers=[address], on_error="ignore"
                    )

    def _all_asked(self) -> bool:
        return self._employed.keys() == self.checked | self._refused.keys()

    def _something_to_do(self) -> bool:
        return bool(self._busy) or not self.calls.empty()

    def _lack(self) -> str:
        if self._refused:
            return f"the scheduler at {self.address} has no worker that can be used"
        return f"the scheduler at {self.address} has no workers"

    def _advice(self) -> str:
        return (
            f"waiting up to {self.patience:g} s: start some with "
            f"dask worker {self.address} --nthreads 1"
        )

    def _lack_for_good(self) -> str:
        refusal = next(iter(self._refused.values()), "")
        told = f" ({refusal.removesuffix('.')})" if refusal else ""
        return (
            f"{self._lack()}{told}, and none came within {self.patience:g} s; start "
            f"some with dask worker {self.address} --nthreads 1. {RESUMES}"
        )


class _WhereItIsRead:
    """A call that takes place where it is unpickled.

    The scheduler unpickles functions and arguments, but passes bytes on as they are:
    so it needs no toolkit.
    """

    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...]):
        self.function, self.arguments = function, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.function, self.arguments


def _ended(address: str) -> str:
    return (
        f"its worker ended {LOSSES} times while it was measured, the last at "
        f"{address}: it may need more memory than a worker has."
    )
