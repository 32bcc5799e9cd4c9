"""What the peers share: a list of pictures, workers, and one line of results."""
import hashlib
import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor


def listed(path):
    """The paths in a list, which has one on each line."""
    with open(path) as file:
        return [line.rstrip("\n") for line in file]


def read(path):
    """A file's bytes, hashed too: a library has to know them by their digest."""
    with open(path, "rb") as file:
        data = file.read()
    hashlib.sha256(data).hexdigest()
    return data


def by_processes(work, paths, count):
    if count == 1:
        return [work(path) for path in paths]
    with multiprocessing.Pool(count) as pool:
        return pool.map(work, paths, chunksize=4)


def by_threads(work, paths, count):
    """For libraries that let go of Python's lock while they decode."""
    if count == 1:
        return [work(path) for path in paths]
    with ThreadPoolExecutor(count) as executor:
        return list(executor.map(work, paths))


def measure(name, pool, work, paths, count):
    """Works on all pictures; each result is a width, a height and whether it was refused. Prints what it took."""
    start = time.time()
    results = pool(work, paths, count)
    seconds = time.time() - start
    megapixels = sum(width * height for width, height, _ in results) / 1e6
    refused = sum(is_refused for _, _, is_refused in results)
    print(f"{name}, {count} workers: {len(results)} files, {megapixels:.1f} megapixels, {seconds:.3f} s, "
          f"{refused} refused")
