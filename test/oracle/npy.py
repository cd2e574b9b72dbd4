"""Writes test/fixtures/npy.json: files of NumPy 1.24's np.save in base64 (python3 test/oracle/npy.py)."""
import base64
import io
import json
import pathlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
TYPES = ["|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<f4", "<f8"]
SHAPES = [(), (0,), (1,), (14,), (2, 3), (3, 0, 2), (1, 1, 1, 4), (2,) + (1,) * 31]


def saved(array):
    file = io.BytesIO()
    np.save(file, array)
    return base64.b64encode(file.getvalue()).decode()


def case(descr, shape):
    size = int(np.prod(shape))
    values = (np.arange(size) * 37 % 101 - 50).astype(descr) / (3 if descr[1] == "f" else 1)
    array = values.astype(descr).reshape(shape)
    return {"descr": descr, "shape": shape, "values": array.ravel().tolist(), "file": saved(array)}


fixture = {
    "read": [case(descr, shape) for descr in TYPES for shape in SHAPES],
    "labels": {"shape": [14000], "file": saved(np.zeros(14000, "|u1"))[:172]},
    "refused": {
        "fortran": saved(np.asfortranarray(np.arange(6, dtype="<f8").reshape(2, 3))),
        "big-endian": saved(np.arange(3, dtype=">f8")),
        "complex": saved(np.zeros(2, complex)),
        "strings": saved(np.array(["a", "b"])),
        "records": saved(np.zeros(2, [("a", "<f8")])),
        "pickled": saved(np.array([{}], dtype=object)),
        "64-bit": saved(np.zeros(2, "<i8")),
    },
}
(ROOT / "test/fixtures/npy.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
