"""Proves that Replicate's own client can upload, submit, follow, read and cancel with the fake API.

usage: prove_replicate.py   (HTTPS_PROXY, SSL_CERT_FILE and REPLICATE_API_TOKEN point to the fake)
"""
import io, os
from importlib.metadata import version

import httpx
from replicate import Client
from replicate.exceptions import ReplicateError

# The client ignores HTTPS_PROXY by default.
replicate = Client(transport=httpx.HTTPTransport(proxy=os.environ["HTTPS_PROXY"]))

picture = b"\x89PNG not really"
file = replicate.files.create(io.BytesIO(picture))
assert file.urls["get"].startswith("https://api.replicate.com/") and file.expires_at, file
model = "kwaivgi/kling-v3-omni-video"
prediction = replicate.models.predictions.create(model, {"prompt": "x", "reference_images": [file.urls["get"]]})
states = {prediction.status}
while prediction.status not in ("succeeded", "failed", "canceled"):
    prediction.reload()
    states.add(prediction.status)
assert prediction.status == "succeeded" and "processing" in states, states
clip = httpx.get(str(prediction.output))
assert clip.headers["content-type"] == "video/mp4" and len(clip.content) > 10_000
assert replicate.predictions.get(prediction.id).output == prediction.output
other = replicate.models.predictions.create(model, {"prompt": "x"})
other.cancel()
other.reload()
assert other.status == "canceled", other.status
try:
    replicate.models.predictions.create(model, {"images": ["https://api.replicate.com/v1/files/none/download"]})
    raise SystemExit("a file that does not exist was accepted")
except ReplicateError as error:
    assert error.status == 422 and "does not exist" in error.detail, error
print("proved with replicate", version("replicate"))
