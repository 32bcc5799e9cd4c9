import Foundation
import Model
import TestSupport
import Testing

/// What the real programs report about themselves and about this system.
@Suite("--version --libraries")
struct LibraryVersions {
  /// The report as JSON.
  private func report(_ words: [String] = ["--version", "--libraries"]) throws -> JSONValue {
    let result = try Tool.run(words + ["--json"])
    #expect(result.status == 0, "\(result.errors)")
    return try JSONParser.parse(Array(result.output.utf8))
  }

  @Test("Every library that Castbook's packages install is listed with its version")
  func completeness() throws {
    let libraries = try #require(try report()["libraries"]?.array)
    let versions = Dictionary(
      libraries.map { ($0["name"]?.string ?? "", $0["version"]?.string ?? "") }
    ) { first, _ in first }
    let names = [
      "libjpeg-turbo", "libpng", "libwebp", "Little CMS", "libheif", "libde265", "libtiff",
      "giflib", "FFmpeg", "libebur128", "SQLite", "libcurl", "libmicrohttpd", "zlib", "libdeflate",
      "nettle", "utf8proc",
    ]
    for name in names {
      #expect(
        versions[name]?.wholeMatch(of: /\d+(\.\d+)+.*/) != nil, "\(name): \(versions[name] ?? "")")
    }
  }

  @Test(
    "Each program reports what it has loaded itself",
    arguments: [
      ("libcurl", ["castbook-transport"]), ("libheif", ["castbook-media"]),
      ("libmicrohttpd", ["castbook"]), ("FFmpeg", ["castbook-streams"]),
      ("SQLite", ["castbook"]),
    ])
  func programs(name: String, programs: [String]) throws {
    let libraries = try #require(try report()["libraries"]?.array)
    let library = try #require(libraries.first { $0["name"]?.string == name })
    #expect(library["programs"]?.array?.compactMap(\.string) == programs)
  }

  @Test(
    "The package is the one that dpkg names",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/dpkg-query")))
  func packages() throws {
    let libraries = try #require(try report()["libraries"]?.array)
    var compared = 0
    for library in libraries {
      guard let name = library["package"]?["name"]?.string else { continue }
      let listed = try Tool.run(
        program: URL(filePath: "/usr/bin/dpkg-query"), ["-W", "-f", "${Version} ", name])
      let version = try #require(library["package"]?["version"]?.string)
      #expect(listed.output.split(separator: " ").contains(Substring(version)), "\(name)")
      compared += 1
    }
    #expect(compared > 10)
  }

  @Test("The schema accepts the report, and refuses broken variants")
  func schema() throws {
    let desk = try SchemaDesk()
    try desk.keep(["libraries.json": "--version --libraries", "doctor.json": "doctor"])
    try desk.acceptsOnly([
      "libraries.json": [
        "\"paths\":": "\"files\":", "\"state\":\"": "\"state\":\"un",
        "\"asOf\":\"2": "\"asOf\":\"on 2",
        "\"seccomp\":": "\"filter\":",
      ],
      "doctor.json": [
        "\"system\":{": "\"system\":{\"more\":1,", "\"programs\":[": "\"programs\":[7,",
      ],
    ])
  }

  @Test("--libraries alone is a mistake, and says what to write")
  func alone() throws {
    let result = try Tool.run(["--libraries"])
    #expect(result.status == 2)
    #expect(result.errors.contains("Write `castbook --version --libraries`."))
  }

  @Test("The page has a row for each library and a total")
  func page() throws {
    let lines = try Tool.run(["--version", "--libraries"]).output.split(separator: "\n")
    #expect(lines.first == "castbook 0.1.0 (built from source)")
    #expect(lines.contains { $0.contains(" SQLite ") && $0.contains("libsqlite3-0 ") })
    #expect(lines.last?.contains("libraries") == true)
  }
}

/// A system whose kernel lacks seccomp, Landlock or both, which a filter of system calls simulates.
@Suite(
  "Systems without protection",
  .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/python3")))
struct UnprotectedSystems {
  /// Runs castbook with some system calls failing as on kernels that lack them.
  private func run(_ words: [String], without calls: [String]) throws -> Program.Result {
    try Tool.run(
      program: URL(filePath: "/usr/bin/python3"),
      ["-c", Self.script, calls.joined(separator: ","), Tool.binary.path()] + words)
  }

  private func protection(without calls: [String]) throws -> [JSONValue] {
    let result = try run(["--version", "--libraries", "--json"], without: calls)
    let report = try JSONParser.parse(Array(result.output.utf8))
    return try #require(report["protection"]?.array)
  }

  @Test("Without either, everything that a decoder could do is listed")
  func neither() throws {
    let programs = try protection(without: ["seccomp", "landlock"])
    #expect(
      programs.compactMap { $0["program"]?.string }
        == ["castbook-media", "castbook-streams", "castbook-vision"])
    for program in programs {
      #expect(program["seccomp"]?.boolean == false)
      #expect(program["landlock"]?.boolean == false)
      #expect(program["gaps"]?.array?.count == 4)
    }
  }

  @Test("With Landlock alone, files stay closed")
  func onlyLandlock() throws {
    let first = try #require(try protection(without: ["seccomp"]).first)
    guard first["landlock"]?.boolean == true else { return }
    let gaps = first["gaps"]?.array?.compactMap(\.string) ?? []
    #expect(!gaps.contains("open files"))
    #expect(gaps.contains("execute code that it has written"))
  }

  @Test("With seccomp alone, nothing is open")
  func onlySeccomp() throws {
    for program in try protection(without: ["landlock"]) {
      #expect(program["seccomp"]?.boolean == true)
      #expect(program["landlock"]?.boolean == false)
      #expect(program["gaps"] == nil)
    }
  }

  @Test("doctor warns, but the library's status stays")
  func doctor() throws {
    let desk = try SchemaDesk()
    let library = desk.scratch.path("library").text
    let plain = try run(["doctor", "--library", library], without: ["seccomp", "landlock"])
    #expect(plain.status == 0)
    #expect(plain.output.contains("castbook-media: this system does not confine decoders."))
    #expect(plain.output.hasSuffix("no problems found\n"))
    let confined = try desk.run(["doctor"])
    #expect(!confined.output.contains("confine"))
  }

  /// Installs a filter that makes `prctl(PR_SET_SECCOMP)`, `seccomp` and Landlock's calls fail,
  /// then runs the program.
  private static let script = """
    import ctypes, os, platform, struct, sys
    libc = ctypes.CDLL(None, use_errno=True)
    arm = platform.machine() == "aarch64"
    prctl, seccomp = (167, 277) if arm else (157, 317)
    calls = sys.argv[1].split(",")
    def line(code, k, yes=0, no=0): return struct.pack("HBBI", code, yes, no, k)
    LOAD, EQUAL, GIVE = 0x20, 0x15, 0x06
    ALLOW, EINVAL, ENOSYS = 0x7fff0000, 0x00050016, 0x00050026
    program = [line(LOAD, 0)]
    if "landlock" in calls:
      for number in (444, 445, 446): program += [line(EQUAL, number, 0, 1), line(GIVE, ENOSYS)]
    if "seccomp" in calls:
      program += [line(EQUAL, seccomp, 0, 1), line(GIVE, ENOSYS)]
      program += [line(EQUAL, prctl, 0, 3), line(LOAD, 16), line(EQUAL, 22, 0, 1), line(GIVE, EINVAL)]
    program += [line(GIVE, ALLOW)]
    code = b"".join(program)
    buffer = ctypes.create_string_buffer(code, len(code))
    class Filter(ctypes.Structure): _fields_ = [("n", ctypes.c_ushort), ("at", ctypes.c_void_p)]
    filter = Filter(len(program), ctypes.addressof(buffer))
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    assert libc.prctl(22, 2, ctypes.byref(filter)) == 0
    os.execv(sys.argv[2], sys.argv[2:])
    """
}
