"""Writes a graph into a file as ComfyUI's nodes Save Video, Save WEBM, Save Image and Save Animated WEBP do.

usage: comfyui_writer.py GRAPH.json SOURCE DESTINATION
"""

import json
import sys


def write_video(graph, source, destination):
    """Copies the streams of a clip, as ComfyUI does with what a partner node returned."""
    import av

    is_movie = destination.endswith((".mp4", ".mov"))
    options = {"movflags": "use_metadata_tags"} if is_movie else {}
    with av.open(source) as given, av.open(destination, "w", options=options) as made:
        made.metadata["prompt"] = json.dumps(graph)
        made.metadata["workflow"] = json.dumps({"nodes": [], "links": []})
        streams = {s.index: made.add_stream_from_template(s) for s in given.streams if s.type in ("video", "audio")}
        for packet in given.demux():
            if packet.dts is None or packet.stream.index not in streams:
                continue
            packet.stream = streams[packet.stream.index]
            made.mux(packet)


def write_webm(graph, destination):
    """Encodes a few frames of one color."""
    import av

    with av.open(destination, "w") as made:
        made.metadata["prompt"] = json.dumps(graph)
        stream = made.add_stream("libvpx-vp9", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 320, "yuv420p"
        for _ in range(8):
            frame = av.VideoFrame(320, 320, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([128]) * plane.buffer_size)
            for packet in stream.encode(frame):
                made.mux(packet)
        for packet in stream.encode():
            made.mux(packet)


def write_picture(graph, source, destination):
    from PIL import Image, PngImagePlugin

    picture = Image.open(source).convert("RGB")
    if destination.endswith(".webp"):
        tags = picture.getexif()
        tags[0x0110] = "prompt:" + json.dumps(graph)
        tags[0x010F] = 'workflow:{"nodes": []}'
        picture.save(destination, exif=tags, lossless=True)
        return
    texts = PngImagePlugin.PngInfo()
    texts.add_text("prompt", json.dumps(graph))
    texts.add_text("workflow", '{"nodes": [], "links": []}')
    picture.save(destination, pnginfo=texts, compress_level=4)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        graph = json.load(file)
    source, destination = sys.argv[2:4]
    if destination.endswith(".webm"):
        write_webm(graph, destination)
    elif destination.endswith((".mp4", ".mov", ".mkv")):
        write_video(graph, source, destination)
    else:
        write_picture(graph, source, destination)


main()
