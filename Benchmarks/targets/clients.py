"""Finds, in the client of a host, the type of the request that an endpoint of a profile takes."""
import re, subprocess, sys

import renewal
from python_types import Package, renamed_by
from schema import Field, Schema, merged

# The package on PyPI, by the beginning of the ids of its targets.
PACKAGES = {
    "runway.": "runwayml", "openai.": "openai", "google.": "google-genai", "together.": "together", "luma.": "lumaai",
    "xai.": "xai-sdk", "byteplus.": "byteplus-python-sdk-v2", "openrouter.": "openrouter"}
# The module and the type of a request, by package and path of the endpoint.
REQUESTS = {
    ("openai", "/v1/images/edits"): ("openai/types/image_edit_params.py", "ImageEditParams"),
    ("openai", "/v1/images/generations"): ("openai/types/image_generate_params.py", "ImageGenerateParams"),
    ("openai", "/v1/videos"): ("openai/types/video_create_params.py", "VideoCreateParams"),
    ("together", "/v2/videos"): ("together/types/video_create_params.py", "VideoCreateParams"),
    ("lumaai", "/generations/video"): ("lumaai/types/generations/video_create_params.py", "VideoCreateParams"),
    ("openrouter", "/api/v1/videos"): ("openrouter/components/videogenerationrequest.py", "VideoGenerationRequest"),
}
# The functions of clients that have no type for a request.
FUNCTIONS = {
    ("xai-sdk", "/v1/images/edits"): ("xai_sdk/image.py", "_make_generate_request"),
    ("xai-sdk", "/v1/images/generations"): ("xai_sdk/image.py", "_make_generate_request"),
    ("xai-sdk", "/v1/videos/generations"): ("xai_sdk/video.py", "_make_generate_request"),
    ("byteplus-python-sdk-v2", "/api/v3/contents/generations/tasks"):
        ("byteplussdkarkruntime/resources/content_generation/tasks.py", "Tasks.create"),
    ("byteplus-python-sdk-v2", "/api/v3/images/generations"):
        ("byteplussdkarkruntime/resources/images/images.py", "Images.generate"),
}


def package_of(target):
    """Returns the package whose types may describe a target; None if there is none."""
    return next((package for start, package in PACKAGES.items() if target.startswith(start)), None)


def downloaded(folder, packages, is_offline):
    """Returns the newest wheels of packages, by package, and why others are missing."""
    wheels, missing = {}, {}
    folder.mkdir(parents=True, exist_ok=True)
    for package in packages:
        place = folder / package
        if not is_offline:
            run = subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(place),
                 package], capture_output=True, text=True)
            if run.returncode:
                missing[package] = (run.stderr.strip().splitlines() or ["pip failed"])[-1]
                continue
        found = sorted(place.glob("*.whl"), key=lambda wheel: renewal.numbers(wheel.name.split("-")[1]))
        if found:
            wheels[package] = Package(found[-1])
        else:
            missing.setdefault(package, f"no wheel in {place}")
    return wheels, missing


def route(path):
    """Returns the path of an endpoint as a profile writes it, without its method and its model, and the model."""
    match = re.fullmatch(r"(?:[A-Z]+ )?(\S+?)(?:, model (\S+))?", path)
    return (match[1], match[2]) if match else (path, None)


def schema_of(package, wheel, path):
    """Returns the request of an endpoint, or a text that says why it can't be compared."""
    where, model = route(path)
    source = f"pypi:{package}"
    if package == "google-genai":
        return google(wheel, where, source)
    if (package, where) in FUNCTIONS:
        module, function = FUNCTIONS[package, where]
        found = wheel.module(module)
        if found is None or found.function(function) is None:
            return Missing(f"{package} {wheel.version} has no {function} in {module}")
        # xAI's client speaks gRPC: over HTTP, some fields have other names.
        return Schema(found.signature(function), source, wheel.version, f"{module}, {function}",
                      is_general=package != "xai-sdk", is_partial=package == "xai-sdk")
    if package == "runwayml":
        name = where.rsplit("/", 1)[-1]
        place = f"runwayml/types/{name}_create_params.py", "".join(word.title() for word in name.split("_")) + "CreateParams"
    elif (package, where) in REQUESTS:
        place = REQUESTS[package, where]
    else:
        return f"{package} has no type for {path} that this program knows"
    found = wheel.module(place[0])
    variants = found.variants(place[1]) if found else []
    if not variants:
        return Missing(f"{package} {wheel.version} has no {place[1]} in {place[0]}")
    return chosen(variants, model, Schema({}, source, wheel.version, f"{place[0]}, {place[1]}"))


class Missing(str):
    """Why a source no longer has what a profile describes."""


def chosen(variants, model, schema):
    """Returns the schema with the form of the request that a model takes."""
    by_model = [fields for fields in variants if "model" in fields and fields["model"].values]
    if model and by_model and not any(fields["model"].is_open for fields in by_model):
        fitting = [fields for fields in by_model if model in fields["model"].values]
        if not fitting:
            return Missing(f"{schema.place} has no model {model}")
        variants = fitting
        schema.place += f", model {model}"
    schema.fields = merged(variants)
    field = schema.fields.get("model")
    schema.is_general = field is not None and field.values is None
    return schema


def google(wheel, where, source):
    """Returns what google-genai states of a video or of a picture, with the names that it has over HTTP."""
    types, converters = wheel.module("google/genai/types.py"), wheel.module("google/genai/models.py")
    if where.endswith(":predictLongRunning"):
        names, prefix = renamed_by(converters, "_GenerateVideosConfig_to_vertex"), ""
        config = "GenerateVideosConfig"
    else:
        names, prefix, config = {}, "generationConfig.imageConfig.", "ImageConfig"
    if config not in types.classes:
        return Missing(f"google-genai {wheel.version} has no {config}")
    nested = {}
    for name, field in types.named(config, ()).variants[0].items():
        words = name.split("_")
        path = names.get(name, prefix + words[0] + "".join(word.title() for word in words[1:]) if not names else None)
        if path and "[" not in path:
            field.name = path.rsplit(".", 1)[-1]
            nested[path] = field
    return Schema(tree(nested), source, wheel.version, f"google/genai/types.py, {config}", is_partial=True)


def tree(paths):
    """Returns fields by name, of fields by path."""
    fields = {}
    for path, field in paths.items():
        *outer, name = path.split(".")
        inside = fields
        for part in outer:
            holder = inside.setdefault(part, Field(part, types=frozenset({"object"}), fields={}))
            inside = holder.fields
        inside[name] = field
    return fields
