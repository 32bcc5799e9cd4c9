"""Proves that fal's own client can upload, submit, follow, read and cancel with the fake API.

usage: prove_fal.py   (HTTPS_PROXY, SSL_CERT_FILE and FAL_KEY point to the fake)
"""
import fal_client, httpx

picture = b"\x89PNG not really"
client = fal_client.SyncClient()
addresses = [
    client.upload(picture, "image/png", "mira.png", repository=place, fallback_repository=[])
    for place in ("fal", "fal_v3")]
assert all(address.startswith("https://v3.fal.media/files/") for address in addresses), addresses
assert all(httpx.get(address).content == picture for address in addresses)
handle = client.submit("fal-ai/kling-video/o3/standard/reference-to-video", {"prompt": "x", "image_urls": addresses})
states = [type(event).__name__ for event in handle.iter_events(interval=0)]
assert states[-1] == "Completed" and "InProgress" in states, states
video = handle.get(interval=0)["video"]
clip = httpx.get(video["url"])
assert len(clip.content) == video["file_size"] and clip.headers["content-type"] == "video/mp4"
client.cancel("fal-ai/kling-video", client.submit(
    "fal-ai/kling-video/create-voice", {"voice_url": addresses[0]}).request_id)
for wrong in ({"prompt": "x", "image_urls": ["https://v3.fal.media/files/b/none.bin"]},):
    try:
        client.submit("fal-ai/kling-video/o3/standard/reference-to-video", wrong)
        raise SystemExit("a file that does not exist was accepted")
    except fal_client.FalClientHTTPError as error:
        assert error.status_code == 422, error
print("proved with fal-client", fal_client.__version__)
