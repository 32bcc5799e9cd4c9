"""Push and fetch through a team's store, against rclone copy. Run by Benchmarks/team/run."""
import json, os, pathlib, shutil, signal, statistics, subprocess, sys, tempfile, time, urllib.request

ROOT = pathlib.Path(sys.argv[1])
MEASURE = ROOT / ".build/release/castbook-measure-team"
TRANSPORT = ROOT / ".build/release/castbook-transport"
STORES = ROOT / ".build/stores/bin"
KEY, SECRET, PORT = "castbook", "secretsecret", 18433
# Not in /tmp: ext4 looks for a long time for the place of a new file where many were deleted a
# moment ago, for both programs alike, and that would be all that is measured. For the same reason
# nothing is deleted between two turns.
WORK = pathlib.Path(tempfile.mkdtemp(prefix="team-", dir="/dev/shm"))
ENVIRONMENT = {**os.environ, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "HOME": str(WORK)}


def run(*words, **more):
    return subprocess.run([str(w) for w in words], check=True, capture_output=True, text=True, env={**ENVIRONMENT, **more})


def timed(*words, **more):
    start = time.monotonic()
    run(*words, **more)
    return time.monotonic() - start


def serve():
    identity = {"name": "keeper", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
    (WORK / "s3.json").write_text(json.dumps({"identities": [identity]}))
    (WORK / "data").mkdir()
    server = subprocess.Popen(
        [STORES / "weed", "server", f"-dir={WORK}/data", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3", f"-s3.port={PORT}",
         f"-s3.config={WORK}/s3.json", "-s3.port.iceberg=0", "-master.port=19433", "-volume.port=18180",
         "-filer.port=18988", "-master.telemetry=false"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    remote = rclone_remote()
    for _ in range(60):
        make = [STORES / "rclone", "mkdir", f"{remote}team", "--config=/dev/null", "--retries=1", "--low-level-retries=1"]
        if subprocess.run(make, env=ENVIRONMENT, capture_output=True).returncode == 0:
            return server
        if server.poll() is not None:
            raise SystemExit("SeaweedFS ended: is another one running?")
        time.sleep(1)
    raise SystemExit("SeaweedFS does not serve")


def rclone_remote():
    return (f":s3,provider=Other,access_key_id={KEY},secret_access_key={SECRET},region=us-east-1,"
            f"endpoint='http://127.0.0.1:{PORT}':")


def measure(name, count, size):
    """Seconds of a push of random files, and of a fetch of them into another library."""
    folder = WORK / name / "castbook"
    folder.mkdir(parents=True)
    found = run(MEASURE, folder, TRANSPORT, f"http://127.0.0.1:{PORT}", name, count, size).stdout.split()
    return float(found[0]), float(found[1])


def main():
    server = serve()
    try:
        print("| files | castbook push | rclone copy to | factor | castbook fetch | rclone copy from | factor |")
        print("|---|---|---|---|---|---|---|")
        for label, count, size in (("2,000 × 4 kB", 2000, 4096), ("40 × 4 MiB", 40, 4 << 20)):
            figures = {"push": [], "to": [], "fetch": [], "from": []}
            for turn in range(3):
                name = f"run-{size}-{turn}"
                folder = WORK / name / "files"
                folder.mkdir(parents=True)
                for number in range(count):
                    (folder / f"{number:05}.bin").write_bytes(os.urandom(size))
                push, fetch = measure(name, count, size)
                figures["push"].append(push)
                figures["fetch"].append(fetch)
                remote = f"{rclone_remote()}team/rclone-{name}"
                flags = ["--transfers=32" if size < 1 << 20 else "--transfers=8", "--checkers=32", "--s3-no-check-bucket",
                         "--config=/dev/null"]
                figures["to"].append(timed(STORES / "rclone", "copy", folder, remote, *flags))
                figures["from"].append(timed(STORES / "rclone", "copy", remote, WORK / name / "back", *flags))
            push, to, fetch, back = (statistics.median(figures[key]) for key in ("push", "to", "fetch", "from"))
            print(f"| {label} | {push:.2f} s | {to:.2f} s | {to / push:.1f} | {fetch:.2f} s | {back:.2f} s | {back / fetch:.1f} |")
    finally:
        server.send_signal(signal.SIGKILL)
        shutil.rmtree(WORK, ignore_errors=True)


main()
