import Foundation
import TestSupport
import Testing

/// Whether this user may mount a disk in memory, in a private mount namespace.
private enum MountedDisk {
  static let isPossible: Bool = {
    let mounted = try? Tool.run(
      program: URL(filePath: "/usr/bin/env"),
      ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"])
    return mounted?.status == 0
  }()
}

/// A separate disk in memory, which is really full. Only root can mount one, in a private mount
/// namespace.
@Suite(
  "A library on a disk without a free byte",
  .enabled(if: MountedDisk.isPossible, "no disk can be mounted here"))
struct DiskWithoutRoom {
  /// Runs a script beside a library of six changes on a disk of 100 MB; `full` fills it to the last
  /// byte.
  private func run(_ script: String) throws -> Program.Result {
    let scratch = try TemporaryFolder()
    for number in 1...6 { try scratch.write(Bitmap.bytes(number), to: "\(number).bmp") }
    let prelude = """
      set -e
      mount -t tmpfs -o size=100m tmpfs /mnt
      export CASTBOOK_LIBRARY=/mnt/library HOME=/mnt
      castbook() { "$TOOL" "$@"; }
      castbook init >/dev/null
      for n in 1 2 3 4 5; do castbook add character @e$n $n.bmp >/dev/null; done
      full() { sync; dd if=/dev/zero of=/mnt/ballast bs=64k >/dev/null 2>&1 || true
        dd if=/dev/zero of=/mnt/rest bs=1k >/dev/null 2>&1 || true; }
      status() { "$@" >/dev/null 2>errors && echo 0 || echo $?; }

      """
    try scratch.write(Data((prelude + script).utf8), to: "script")
    return try Tool.run(
      program: URL(filePath: "/usr/bin/env"), ["unshare", "-m", "bash", "script"],
      in: scratch.url, environment: ["TOOL": Tool.binary.path()])
  }

  @Test("can be read, and says why it can't be changed")
  func reading() throws {
    let result = try run(
      """
      full
      castbook list --json | jq -c '[.elements[].handle]'
      status castbook show @e3
      status castbook edit @e3 --name Rosa
      grep -c 'no space is left' errors
      """)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output == #"["e5","e4","e3","e2","e1"]"# + "\n0\n3\n1\n",
      "\(result.output)\(result.errors)")
  }

  @Test("and without its index is read from the log, and promises nothing that doesn't work")
  func withoutIndex() throws {
    let result = try run(
      """
      rm -rf /mnt/library/catalog.* /mnt/library/cache
      full
      export TMPDIR=/mnt
      castbook list --json | jq -c '[.elements[].handle]'
      for command in "edit @e3 --name Rosa" "remove @e1" "gc --grace 0"; do
        status castbook $command
        grep -c 'no space is left on the disk, not even for the index' errors
        grep -c 'everything in the library is kept' errors
        grep -c 'still work' errors || true
      done
      rm /mnt/ballast /mnt/rest
      status castbook remove @e1
      castbook list --json | jq -c '[.elements[].handle]'
      """)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output == #"["e5","e4","e3","e2","e1"]"# + "\n"
        + String(repeating: "3\n1\n1\n0\n", count: 3) + "0\n" + #"["e5","e4","e3","e2"]"# + "\n",
      "\(result.output)\(result.errors)")
  }

  @Test("frees space by remove, erase and gc")
  func freeing() throws {
    let result = try run(
      """
      ls /mnt/library/cache
      full
      status castbook remove @e1
      cat errors
      rm /mnt/rest; full
      status castbook erase @e2 --reason asked --yes
      cat errors
      status castbook gc --grace 0
      cat errors
      castbook list --json | jq -c '[.elements[].handle]'
      rm /mnt/ballast /mnt/rest
      status castbook doctor
      status castbook edit @e3 --name Rosa
      """)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output == "reserve\n0\n0\n0\n" + #"["e5","e4","e3"]"# + "\n0\n0\n",
      "\(result.output)\(result.errors)")
  }
}
