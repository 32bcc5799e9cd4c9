internal import Glibc

/// A generated file: its path below the fixtures' folder, and its bytes.
struct MadeFile: Sendable {
  let path: String
  let bytes: [UInt8]
}

extension Folder {
  /// Makes the fixtures of the folder concurrently, and returns them in order.
  func make(_ fixtures: [Fixture]) async throws -> [MadeFile] {
    let width = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    var made = [MadeFile?](repeating: nil, count: fixtures.count)
    try await withThrowingTaskGroup(of: (Int, MadeFile).self) { group in
      var next = 0
      func start() {
        guard next < fixtures.count else { return }
        let index = next
        let fixture = fixtures[index]
        let path = "\(rawValue)/\(fixture.name)"
        next += 1
        group.addTask { (index, MadeFile(path: path, bytes: try fixture.bytes())) }
      }
      for _ in 0..<width { start() }
      while let (finished, file) = try await group.next() {
        made[finished] = file
        start()
      }
    }
    let expected = MadeFile(path: "odd/expected.json", bytes: [UInt8](expectations()))
    return made.compactMap { $0 } + (self == .odd ? [expected] : [])
  }
}

/// The task given on the command line.
struct Request {
  var folders = Folder.allCases
  var into = "Fixtures"
  var isCheck = false

  static let usage = """
    usage: castbook-fixtures [--only FOLDER] [--into FOLDER] [--check]

    Writes the generated files of Castbook and the README.md that describes them.
      --only FOLDER  this folder alone, one of starter, scenes, sheets, odd, trouble, voices,
                     clips; may be given several times
      --into FOLDER  where the folders are; Fixtures when left out
      --check        write nothing, name what differs, and exit 1 if anything does

    """

  init(_ arguments: [String]) throws(FixtureError) {
    var only: [Folder] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--check": isCheck = true
      case "--into":
        guard let path = rest.popFirst() else { throw .usage("--into needs a folder") }
        into = path
      case "--only":
        guard let folder = rest.popFirst().flatMap(Folder.init) else {
          throw .usage("--only needs starter, scenes, sheets, odd, trouble, voices or clips")
        }
        only.append(folder)
      default: throw .usage("unknown argument \(argument)")
      }
    }
    if !only.isEmpty { folders = Folder.allCases.filter(only.contains) }
  }

  /// Carries the request out, and returns lines to print; empty if `isCheck` finds no difference.
  func carryOut() async throws -> [String] {
    var report: [String] = []
    if !isCheck { try Disk.createFolder(into) }
    for folder in folders {
      // A check leaves out fixtures that this machine can't make.
      let fixtures = folder.fixtures.filter { $0.canBeMade || !isCheck }
      let files = try await folder.make(fixtures)
      report += try isCheck ? differences(files) : write(files, in: folder)
      report += strangers(in: folder, beside: files)
    }
    let page = [MadeFile(path: "README.md", bytes: [UInt8](readme()))]
    report += try isCheck ? differences(page) : write(page, in: nil)
    return report
  }

  private func write(_ files: [MadeFile], in folder: Folder?) throws(FixtureError) -> [String] {
    if let folder { try Disk.createFolder("\(into)/\(folder.rawValue)") }
    for file in files { try Disk.write(file.bytes, to: "\(into)/\(file.path)") }
    guard let folder else { return [] }
    let size = files.reduce(0) { $0 + $1.bytes.count }
    return ["\(folder.rawValue): \(files.count) files, \(size) bytes"]
  }

  private func differences(_ files: [MadeFile]) throws(FixtureError) -> [String] {
    var differences: [String] = []
    for file in files {
      let path = "\(into)/\(file.path)"
      guard let there = try Disk.read(path) else {
        differences.append("\(path): missing")
        continue
      }
      if there != file.bytes { differences.append("\(path): differs from what the table makes") }
    }
    return differences
  }

  private func strangers(in folder: Folder, beside files: [MadeFile]) -> [String] {
    let names = folder.fixtures.map { "\(folder.rawValue)/\($0.name)" }
    let known = Set(files.map(\.path) + names)
    return Disk.names(in: "\(into)/\(folder.rawValue)")
      .map { "\(folder.rawValue)/\($0)" }
      .filter { !known.contains($0) }
      .map { "\(into)/\($0): not made here; delete it" }
  }
}
