#!/usr/bin/env python3
"""Lists the layers of EfficientNet-Lite0, with the place of their weights in the published file.

    make.py efficientnet-lite0-57934424.pth

The output is the lists "layers" and "traits" of subjects.json. The file consists of a few pickled
objects and then the numbers; of the objects, only dictionaries and descriptions of tensors are read.
"""
import collections
import io
import json
import math
import pickle
import struct
import sys


# Classes of ImageNet with a feature that vectors do not compare, and the least score of pictures
# that show it, in tenths. The scores were chosen on the tuned half of Benchmarks/subjects. All 32
# packages are above the first, and 3 of 59 other subjects: two drawn characters and a figure. All 7
# people are above the second, and 3 of 84 other subjects: a boot, a backpack and a drawn boy.
TRAITS = [
    # Packages and what opens them, from a beer bottle to a wine bottle; comic book, book jacket,
    # menu.
    ("print", 65, [
        440, 455, 473, 478, 519, 549, 631, 653, 692, 711, 720, 737, 838, 898, 901, 907, 917, 921, 922,
    ]),
    # What people wear, from an abaya to a wig, and hold; a ballplayer, a groom and a diver.
    ("faces", 45, [
        399, 400, 411, 430, 433, 445, 452, 457, 459, 474, 515, 560, 568, 578, 601, 608, 610, 614, 617,
        638, 639, 643, 650, 652, 655, 689, 697, 735, 752, 768, 775, 793, 796, 805, 808, 819, 824, 834,
        836, 837, 841, 842, 869, 890, 903, 906, 911, 981, 982, 983,
    ]),
]


class Storage:
    def __init__(self, key, size):
        self.key, self.size = key, size


class Reader(pickle.Unpickler):
    def persistent_load(self, identity):
        return Storage(identity[2], identity[4])

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, size, strides, *_: (storage, offset, tuple(size), tuple(strides))
        if (module, name) in (("torch", "FloatStorage"), ("torch", "LongStorage")):
            return name
        raise ValueError(f"{module}.{name} is not allowed")


def stored_strides(size):
    """The strides of a kernel whose outputs are next to each other, where there are several."""
    outputs, inputs, rows, columns = size
    strides = (1, outputs, columns * inputs * outputs, inputs * outputs)
    return [stride for stride, count in zip(strides, size) if count > 1]


def tensors(data):
    """The offset in bytes and the shape of each tensor of numbers."""
    file = io.BytesIO(data)
    for _ in range(3):
        Reader(file).load()
    state = Reader(file).load()
    keys = Reader(file).load()
    by_key = {value[0].key: (name, value) for name, value in state.items()}
    found = {}
    for key in keys:
        (count,) = struct.unpack("<q", file.read(8))
        name, (storage, offset, size, strides) = by_key[key]
        width = 8 if name.endswith("num_batches_tracked") else 4
        if offset != 0 or count != math.prod(size):
            raise ValueError(f"{name} is not stored as a whole")
        if len(size) == 4 and [s for s, n in zip(strides, size) if n > 1] != stored_strides(size):
            raise ValueError(f"{name} is not ordered by row, column, input and output")
        if name == "_fc.weight" and strides != (1, size[0]):
            raise ValueError(f"{name} is not ordered by input and output")
        found[name] = (file.tell(), size)
        file.seek(count * width, io.SEEK_CUR)
    return found


def layers(found):
    """One dictionary for each layer, in the order in which they run."""
    table = []

    def free(*used):
        return next(s for s in range(1, 8) if s not in used)

    def convolution(name, norm, source, target, kernel, step, activation, side):
        offset, size = found[name]
        deep = size[1] == 1 and size[0] > 1 and name.endswith("_depthwise_conv.weight")
        # As TensorFlow pads: what is missing, and the odd one at the end.
        out = -(-side // step)
        total = max(0, (out - 1) * step + kernel - side)
        table.append({
            "kind": "depthwise" if deep else "convolution", "activation": activation,
            "from": source, "to": target, "inputs": size[0] if deep else size[1],
            "outputs": size[0], "kernel": kernel, "step": step,
            "padding": [total // 2, total - total // 2], "weights": offset,
            "norm": [found[f"{norm}.{part}"][0]
                     for part in ("weight", "bias", "running_mean", "running_var")],
        })
        return size[0], out

    side = 224
    channels, side = convolution("_conv_stem.weight", "_bn0", 0, 1, 3, 2, "relu6", side)
    current, block = 1, 0
    stages = [(1, 3, 1, 1), (2, 3, 2, 6), (2, 5, 2, 6), (3, 3, 2, 6), (3, 5, 1, 6), (4, 5, 2, 6), (1, 3, 1, 6)]
    for repeats, kernel, step, expansion in stages:
        for index in range(repeats):
            name, start, before = f"_blocks.{block}.", current, channels
            stride = step if index == 0 else 1
            if expansion != 1:
                target = free(start, current)
                channels, side = convolution(
                    name + "_expand_conv.weight", name + "_bn0", current, target, 1, 1, "relu6", side)
                current = target
            target = free(start, current)
            channels, side = convolution(
                name + "_depthwise_conv.weight", name + "_bn1", current, target, kernel, stride, "relu6", side)
            current = target
            target = free(start, current)
            channels, side = convolution(
                name + "_project_conv.weight", name + "_bn2", current, target, 1, 1, "linear", side)
            current = target
            if stride == 1 and channels == before:
                target = free(start, current)
                table.append({
                    "kind": "addition", "from": current, "and": start, "to": target,
                    "inputs": channels, "outputs": channels,
                })
                current = target
            block += 1
    target = free(current)
    channels, side = convolution("_conv_head.weight", "_bn1", current, target, 1, 1, "relu6", side)
    current = target
    table.append({
        "kind": "mean", "from": current, "to": free(current), "inputs": channels,
        "outputs": channels,
    })
    return table


def weights_of_classes(data, found):
    """The weights of the layer that names classes, one list for each class."""
    offset, (classes, length) = found["_fc.weight"]
    numbers = struct.unpack_from(f"<{classes * length}f", data, offset)
    return [numbers[index::classes] for index in range(classes)]


def traits(data, found):
    """One dictionary for each kind of subject that vectors tell apart from others."""
    rows = weights_of_classes(data, found)

    def mean(chosen):
        return [sum(column) / len(chosen) for column in zip(*chosen)]

    table = []
    for feature, least, classes in TRAITS:
        inside = mean([rows[index] for index in classes])
        outside = mean([row for index, row in enumerate(rows) if index not in classes])
        differences = [one - other for one, other in zip(inside, outside)]
        scale = 127 / max(map(abs, differences))
        table.append({
            "feature": feature, "classes": classes, "leastTenths": least,
            "weights": [round(difference * scale) for difference in differences],
        })
    return table


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    found = tensors(data)
    for entry in layers(found) + traits(data, found):
        print(json.dumps(entry))
