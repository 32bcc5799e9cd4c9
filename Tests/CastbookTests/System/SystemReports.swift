import Castbook
import Foundation
import Linkage
import Model
import Targets
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import FileVerbs
@testable import LibraryVerbs

/// Libraries are judged by what a system knows about its packages.
@Suite("Reports about the system")
struct SystemReports {
  /// A system as its files describe it.
  struct System: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var id = "debian"
    var release = "12"
    /// The version of the package, or `nil` if it is not installed.
    var package: String?
    var status = "install ok installed"
    /// The path in the package's list of files.
    var file = "/usr/lib/test-linux-gnu/libwebp.so.7"
    /// The version that the library states.
    var version = "1.2.4"
    let state: SystemReport.State
  }

  private static let systems = [
    System(
      testDescription: "Debian has patched it", package: "1.2.4-0.2+deb12u1", state: .current),
    System(
      testDescription: "Debian has not patched it yet", package: "1.2.4-0.2", state: .outdated),
    System(testDescription: "a later patch", package: "1.2.4-0.2+deb12u12", state: .current),
    System(
      testDescription: "/usr/lib as /lib", package: "1.2.4-0.2",
      file: "/lib/test-linux-gnu/libwebp.so.7", state: .outdated),
    System(
      testDescription: "built from source beside the package", package: "1.2.4-0.2+deb12u1",
      file: "/usr/lib/test-linux-gnu/libwebp.so.6", state: .uncertain),
    System(
      testDescription: "a package that was removed", package: "1.2.4-0.2",
      status: "deinstall ok config-files", state: .uncertain),
    System(testDescription: "no package manager", state: .uncertain),
    System(testDescription: "no package manager, new version", version: "1.3.2", state: .current),
    System(
      testDescription: "Ubuntu patches, too", id: "ubuntu", release: "22.04",
      package: "1.2.2-2ubuntu0.22.04.2", state: .uncertain),
    System(
      testDescription: "another release of Debian", release: "11", package: "0.6.1-2.1+deb11u2",
      version: "0.6.1", state: .uncertain),
    System(
      testDescription: "a new release of Debian", release: "13", package: "1.5.0-0.1",
      version: "1.5.0", state: .current),
  ]

  /// Returns a folder that is laid out as the root of a system.
  private func root(of system: System) throws -> TemporaryFolder {
    let root = try TemporaryFolder()
    for folder in ["etc", "var/lib/dpkg/info"] {
      try FileManager.default.createDirectory(
        at: root.url.appending(path: folder), withIntermediateDirectories: true)
    }
    try root.write(
      "NAME=\"x\"\nID=\(system.id)\nVERSION_ID=\"\(system.release)\"\n", to: "etc/os-release")
    guard let version = system.package else { return root }
    try root.write(
      """
      Package: libother1
      Status: install ok installed
      Version: 9.9

      Package: libwebp7
      Status: \(system.status)
      Architecture: amd64
      Version: \(version)
      Description: x
       Version: 0.1

      """, to: "var/lib/dpkg/status")
    try root.write("/.\n/usr\n\(system.file)\n", to: "var/lib/dpkg/info/libwebp7:amd64.list")
    return root
  }

  private func report(on system: System) throws -> SystemReport {
    let root = try root(of: system)
    let path = "/usr/lib/test-linux-gnu/libwebp.so.7"
    let media = ProgramReport(
      libraries: [LoadedLibrary(path: path, version: system.version)], protection: [.all, .seccomp])
    return SystemReport(
      [("castbook", ProgramReport(libraries: [])), ("castbook-media", media)],
      missing: ["castbook-streams"], fixes: try KnownFixes(),
      packages: DebianPackages(root: try #require(FilePath(root.url.path()))))
  }

  @Test("Each program that is there is started once")
  func starts() throws {
    var missingCount = 0
    let work = try WorkMeter.count {
      missingCount = try SystemReport.ofThisSystem().missingPrograms.count
    }
    #expect(work.startedPrograms == HelperPrograms.names.count - missingCount)
    #expect(work.startedPrograms > 0)
  }

  @Test(
    "A library is judged by its package, and by its own version only if that is new",
    arguments: systems)
  func states(system: System) throws {
    let report = try report(on: system)
    let library = try #require(report.libraries.first)
    #expect(report.libraries.count == 1)
    #expect(library.name == "libwebp")
    #expect(library.state == system.state)
    #expect(library.missing.isEmpty == (system.state != .outdated))
    #expect(library.uncertain.isEmpty == (system.state != .uncertain))
    #expect(library.programs == ["castbook-media"])
    #expect(report.system == "\(system.id) \(system.release)")
    #expect(report.missingPrograms == ["castbook-streams"])
  }

  @Test(
    "A library that came with Castbook is judged by Debian's source of it",
    arguments: [
      ("12", "1.2.4-0.2+deb12u1", SystemReport.State.current),
      ("12", "1.2.4-0.2", .outdated), ("13", "1.2.4-0.2", .uncertain),
    ])
  func bundled(release: String, version: String, state: SystemReport.State) throws {
    let root = try TemporaryFolder()
    for folder in ["bin", "libexec", "libexec/castbook", "libexec/castbook/lib"] {
      _ = try root.createFolder(folder)
    }
    let list = """
      {"debian": "\(release)", "libraries": {"libwebp.so.7": {"source": "libwebp", "version": "\(version)"}}}
      """
    _ = try root.write(list, to: "libexec/castbook/libraries.json")
    _ = try root.write("x", to: "libexec/castbook/lib/libwebp.so.7")
    _ = try root.write("x", to: "bin/libwebp.so.7")
    let programs = root.path("bin")
    let bundled = BundledLibraries(programs: programs.bytes)
    let places = ["libexec/castbook/lib/libwebp.so.7", "bin/libwebp.so.7"].map {
      LoadedLibrary(path: root.path($0).text, version: "1.2.4")
    }
    let report = SystemReport(
      [("castbook-media", ProgramReport(libraries: places))], missing: [], fixes: try KnownFixes(),
      packages: DebianPackages(root: try #require(FilePath("/nowhere"))), bundled: bundled)
    let found = report.libraries.first { $0.isBundled }
    let library = try #require(found)
    #expect(library.state == state)
    #expect(library.package?.name == "libwebp")
    #expect(library.package?.version == version)
    #expect(report.libraries.filter { !$0.isBundled }.map(\.state) == [.uncertain])
  }

  @Test(
    "A list of libraries that can't be read leaves them unknown",
    arguments: ["", "[]", "{", #"{"libraries": 7}"#, #"{"libraries": {"libwebp.so.7": {}}}"#])
  func unreadable(list: String) throws {
    let root = try TemporaryFolder()
    for folder in ["bin", "libexec", "libexec/castbook"] { _ = try root.createFolder(folder) }
    _ = try root.write(list, to: "libexec/castbook/libraries.json")
    let bundled = BundledLibraries(programs: root.path("bin").bytes)
    #expect(bundled.source(of: root.path("libexec/castbook/lib/libwebp.so.7").text) == nil)
  }

  @Test("What a decoder could do is named, and which protection is in force")
  func protection() throws {
    let packages = DebianPackages(root: try #require(FilePath("/nowhere")))
    let report = SystemReport(
      [
        ("castbook-media", ProgramReport(libraries: [], protection: [])),
        ("castbook-streams", ProgramReport(libraries: [], protection: [.landlock, .files])),
        ("castbook-transport", ProgramReport(libraries: [])),
      ], missing: [], fixes: try KnownFixes(), packages: packages)
    #expect(report.system == nil)
    #expect(report.protections.map(\.program) == ["castbook-media", "castbook-streams"])
    #expect(report.protections.map(\.gaps.count) == [4, 3])
    #expect(report.protections.map(\.hasLandlock) == [false, true])
    #expect(report.protections.map(\.hasSeccomp) == [false, false])
  }

  @Test("Reports of programs survive the way through a pipe; anything else is no report")
  func transport() throws {
    let named = LoadedLibrary(path: "/a/libx.so.1", version: "1.2")
    let nameless = LoadedLibrary(path: "/b", version: nil)
    let shapes = [
      StoredShape(LoadedLibrary.self, full: [named], other: nameless),
      StoredShape(
        ProgramReport.self,
        full: [ProgramReport(libraries: [named, nameless], protection: [.seccomp, .code])],
        other: ProgramReport(libraries: [])),
    ]
    #expect(shapes.flatMap(\.faults) == [])
    for text in ["[]", "{}", #"{"libraries":[{}]}"#, #"{"libraries":7}"#] {
      #expect(ProgramReport(json: try JSONParser.parse(Array(text.utf8))) == nil, "\(text)")
    }
  }
}
