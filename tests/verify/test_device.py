"""The device that a run takes: the one that torch would name."""

import pytest
import torch

import verify.device
from empirical.devices import choose_device
from verify.device import device, gpu


def test_it_is_what_torch_would_choose() -> None:
    for name in ("auto", "cpu"):
        assert device(name) == choose_device(name).type
    assert bool(gpu()) == torch.cuda.is_available()


@pytest.mark.parametrize("build", ["2.6+cpu", "2.6.0+cu124", "2.6.0+rocm6.2", "2.6.0"])
@pytest.mark.parametrize("driver", [True, False])
def test_a_driver_is_looked_for_where_the_build_could_use_one(
    monkeypatch: pytest.MonkeyPatch, build: str, driver: bool
) -> None:
    def loaded(name: str) -> None:
        if not driver:
            raise OSError(name)

    monkeypatch.setattr(verify.device, "version", lambda name: build)
    monkeypatch.setattr(verify.device.ctypes, "CDLL", loaded)
    monkeypatch.setattr(verify.device.sys, "platform", "linux")
    expected = "cpu" not in build and (driver or "rocm" in build)
    assert verify.device._driver() is expected


def test_cuda_is_refused_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with pytest.raises(ValueError, match="torch sees no CUDA device"):
        device("cuda")
