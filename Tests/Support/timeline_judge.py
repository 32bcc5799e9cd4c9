"""Reads timelines with OpenTimelineIO and prints what it found in them, as JSON.

    timeline_judge.py FILE RATE

A list (.edl) has no rate of its own, so it is read at RATE. Final Cut Pro XML is read by the
adapter for it, from which only the first project is printed.
"""

import hashlib
import json
import os
import sys

import opentimelineio as otio


def ratio(time):
    return None if time is None else [time.value, time.rate]


def span(time_range):
    return None if time_range is None else ratio(time_range.start_time) + [time_range.duration.value]


def media(reference, folder):
    url = getattr(reference, "target_url", None)
    found = {"schema": reference.schema_name(), "name": reference.name,
             "available": span(reference.available_range), "url": url}
    if url:
        path = os.path.join(folder, otio.url_utils.filepath_from_url(url))
        if os.path.isfile(path):
            with open(path, "rb") as file:
                found["sha256"] = hashlib.sha256(file.read()).hexdigest()
    return {key: value for key, value in found.items() if value not in (None, "")}


def item(thing, track, folder):
    at = track.range_of_child(thing)
    found = {
        "schema": thing.schema_name(), "name": thing.name, "record": span(at),
        "source": span(thing.source_range),
        "markers": [{"name": marker.name, "comment": marker.comment, "color": str(marker.color)}
                    for marker in thing.markers],
    }
    if isinstance(thing, otio.schema.Clip):
        found["active"] = thing.active_media_reference_key
        found["media"] = {key: media(reference, folder)
                          for key, reference in thing.media_references().items()}
    found["metadata"] = json.loads(otio.adapters.write_to_string(thing.metadata, "otio_json")) \
        if thing.metadata else {}
    return found


def main(path, rate):
    arguments = {"rate": float(rate)} if path.endswith(".edl") else {}
    timeline = otio.adapters.read_from_file(path, **arguments)
    if isinstance(timeline, otio.schema.SerializableCollection):
        timeline = timeline[0]
    folder = os.path.dirname(os.path.abspath(path))
    start = timeline.global_start_time
    print(json.dumps({
        "name": timeline.name, "start": ratio(start),
        "timecode": None if start is None else otio.opentime.to_timecode(
            start, start.rate, timeline.metadata.get("castbook", {}).get("dropFrame", False)),
        "duration": ratio(timeline.duration()),
        "tracks": [{"kind": track.kind, "items": [item(thing, track, folder) for thing in track]}
                   for track in timeline.tracks],
    }))


main(*sys.argv[1:])
