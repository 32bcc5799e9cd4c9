"""Proves that muapi's own client can upload, submit, follow and read with the fake API.

usage: prove_muapi.py   (HTTPS_PROXY, SSL_CERT_FILE and MUAPI_API_KEY point to the fake)
"""
import os, pathlib, tempfile
from importlib.metadata import version

import httpx
from muapi import client

with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder, "mira.png")
    file.write_bytes(b"\x89PNG not really")
    address = client.upload_file(str(file))["url"]
    assert httpx.get(address).content == file.read_bytes()
model, states = "kling-4.0-reference-to-video", []
element = {"name": "Mira", "image_urls": [address, address]}
done = client.generate(
    model, {"prompt": "x", "elements": [element]}, poll_interval=0, progress_callback=states.append)
assert states == ["processing", "completed"] and len(done["outputs"]) == 1, (states, done)
clip = httpx.get(done["outputs"][0])
assert clip.headers["content-type"] == "video/mp4" and len(clip.content) > 10_000
begun = client.generate(model, {"prompt": "x"}, wait=False)
assert client.get_result(begun["request_id"])["status"] == "processing"
lost = {"prompt": "x", "elements": [{"name": "Mira", "image_urls": ["https://cdn.muapi.ai/uploads/none.png"] * 2}]}


def without_key():
    os.environ["MUAPI_API_KEY"] = "wrong"
    client.post(model, {"prompt": "x"})


for wrong, status in (
        (lambda: client.generate(model, lost, poll_interval=0), 0), (lambda: client.post(model, {}), 422),
        (lambda: client.get_result("none"), 404), (without_key, 401)):
    try:
        wrong()
        raise SystemExit("an invalid request was accepted")
    except client.MuapiError as error:
        assert error.status_code == status and ("detail" in str(error) or "download" in str(error)), error
print("proved with muapi-cli", version("muapi-cli"))
