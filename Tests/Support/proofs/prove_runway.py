"""Proves that Runway's own client can upload, submit, follow, read and cancel with the fake API.

usage: prove_runway.py   (HTTPS_PROXY, SSL_CERT_FILE and RUNWAYML_API_SECRET point to the fake)
"""
import httpx, runwayml

client = runwayml.RunwayML(max_retries=0)
uri = client.uploads.create_ephemeral(file=("mira.png", b"\x89PNG not really")).uri
assert uri.startswith("runway://"), uri
task = client.image_to_video.create(model="gen4_turbo", prompt_image=uri, prompt_text="x", ratio="1280:720", duration=5)
seen = client.tasks.retrieve(task.id)
assert seen.status == "RUNNING", seen
seen = client.tasks.retrieve(task.id)
assert seen.status == "SUCCEEDED" and len(seen.output) == 1, seen
clip = httpx.get(seen.output[0])
assert clip.headers["content-type"] == "video/mp4" and len(clip.content) > 10_000
other = client.image_to_video.create(
    model="gen4_turbo", prompt_image=uri, prompt_text="x", ratio="1280:720", duration=5)
client.tasks.delete(other.id)
for wrong in (lambda: client.tasks.retrieve(other.id), lambda: client.image_to_video.create(
        model="gen4_turbo", prompt_image="runway://none", prompt_text="x", ratio="1280:720", duration=5)):
    try:
        wrong()
        raise SystemExit("an invalid request was accepted")
    except runwayml.APIStatusError as error:
        assert error.status_code in (400, 404), error
print("proved with runwayml", runwayml.__version__)
