"""Proves that WaveSpeed's own client can upload, submit, follow and read with the fake API.

usage: prove_wavespeed.py   (HTTPS_PROXY, CURL_CA_BUNDLE and WAVESPEED_API_KEY point to the fake)
"""
import io

import requests, wavespeed


class Client(wavespeed.Client):
    """The client, with a list of the states that it received."""

    states = []

    def _get_result(self, *words, **more):
        found = super()._get_result(*words, **more)
        self.states.append(found["data"]["status"])
        return found


client, file = Client(), io.BytesIO(b"\x89PNG not really")
file.name = "mira.png"
address = client.upload(file)
assert address.startswith("https://static.wavespeed.ai/media/"), address
assert requests.get(address).content == file.getvalue()
file.seek(0)
assert client.upload(file) != address
model = "kwaivgi/kling-v4.0/reference-to-video"
found = client.run_no_throw(model, {"prompt": "x", "images": [address]}, poll_interval=0)
assert found["status"] == "completed" and client.states == ["processing", "completed"], (found, client.states)
clip = requests.get(found["outputs"][0])
assert clip.headers["content-type"] == "video/mp4" and len(clip.content) > 10_000
data = client.get_result(found["task_id"])["data"]
assert data["outputs"] == found["outputs"] and data["model"] == model, data
lost = "https://static.wavespeed.ai/media/none.png"
for wrong, words in (
        (lambda: client.run(model, {"prompt": "x", "images": [lost]}, poll_interval=0), "Failed to download image"),
        (lambda: client.run(model, {"images": [address]}), 'HTTP 400: {"code": 400'),
        (lambda: client.get_result("none"), "HTTP 404"),
        (lambda: wavespeed.Client(api_key="wrong").upload(file), "HTTP 401")):
    try:
        wrong()
        raise SystemExit("an invalid request was accepted")
    except RuntimeError as error:
        assert words in str(error), error
print("proved with wavespeed", wavespeed.__version__)
