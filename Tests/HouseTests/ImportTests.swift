import Foundation
import Testing

/// Imports follow Package.swift, and the layers that ARCHITECTURE.md draws.
@Suite struct ImportTests {
  /// One row of the table of modules.
  struct Module: CustomTestStringConvertible, Sendable {
    let name: String
    /// What the module depends on according to Package.swift.
    let dependencies: Set<String>
    /// The modules in this row and those above it.
    let above: Set<String>

    var testDescription: String { name }
  }

  static let systemModules: Set<String> = ["POSIX", "Dispatch", "Synchronization"]

  /// The modules of the system that only POSIX may import.
  static let systemLibraries: Set<String> = ["Glibc", "Darwin"]

  static let accessLevels: Set<Substring> = [
    "private", "fileprivate", "internal", "package", "public",
  ]

  /// The rows of the table, read from the document itself: layer, module, purpose.
  static var modules: [Module] {
    let text = (try? Repository.text("ARCHITECTURE.md")) ?? ""
    let names = text.split(separator: "\n").compactMap { line -> String? in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 5, cells[2].hasPrefix("`") else { return nil }
      return cells[2].replacing("`", with: "")
    }
    let dependencies = Self.dependencies
    return names.enumerated().map { index, name in
      Module(
        name: name, dependencies: dependencies[name] ?? [], above: Set(names.prefix(index + 1)))
    }
  }

  /// What each target depends on, read from Package.swift.
  private static var dependencies: [String: Set<String>] {
    let text = (try? Repository.text("Package.swift")) ?? ""
    let targets = text.matches(of: /name: "(\w+)",\s*dependencies: \[([^\]]*)\]/)
    return targets.reduce(into: [:]) { found, target in
      let names = target.2.split(separator: "\"").map(String.init)
        .filter { $0.allSatisfy { $0.isLetter || $0.isNumber } }
      found[String(target.1)] = Set(names)
    }
  }

  @Test("The table names every module in Sources/, and no others")
  func tableIsComplete() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "Sources").path())
    let swift = try folders.filter { folder in
      try !Repository.files(in: "Sources/\(folder)", suffix: ".swift").isEmpty
    }
    #expect(Set(Self.modules.map(\.name)) == Set(swift))
  }

  @Test("A module depends only on modules in lower rows of the table", arguments: modules)
  func dependenciesGoDown(module: Module) {
    #expect(module.dependencies.isDisjoint(with: module.above))
  }

  @Test("A module imports only what Package.swift lists for it", arguments: modules)
  func importsAreListed(module: Module) throws {
    let system = module.name == "POSIX" ? Self.systemLibraries : Self.systemModules
    let files = try Repository.files(in: "Sources/\(module.name)", suffix: ".swift")
    #expect(!files.isEmpty)
    for file in files {
      for line in try Repository.text(file).split(separator: "\n") {
        let words = line.split(separator: " ")
        // `castbook import FILE` in a text is not an import: only attributes and access levels may
        // precede a real one.
        guard let position = words.firstIndex(of: "import"), words.count > position + 1,
          words[..<position].allSatisfy({ $0.hasPrefix("@") || Self.accessLevels.contains($0) })
        else { continue }
        let imported = String(words[position + 1])
        #expect(
          module.dependencies.union(system).contains(imported),
          "\(file) imports \(imported)")
      }
    }
  }

  @Test("Only the module Files and folders named System import system modules")
  func systemStaysInItsFolder() throws {
    for module in Self.modules where !["POSIX", "Files"].contains(module.name) {
      for file in try Repository.files(in: "Sources/\(module.name)", suffix: ".swift") {
        let text = try Repository.text(file)
        guard text.contains("import POSIX") || text.contains("import Dispatch") else { continue }
        #expect(file.contains("/System/"), "\(file) calls the system")
      }
    }
  }

  /// The system's calls on files: as a function, not as a method or a part of a name.
  static let fileCalls =
    #"(?:POSIX\.|(?<![.\w`]))(?:stat|lstat|unlink|mkdir|rmdir|mkstemp|mkdtemp|opendir|fsync|realpath|flock|mmap"#
    + #"|rename|link|readlink|chmod|pread|pwrite|access|utimensat|statvfs|fstat|open|lseek)\(["#
    + #"$&a-z\"]"#

  @Test("Only the module Files calls the system on files")
  func fileCallsStayInFiles() throws {
    for module in Self.modules where module.name != "Files" {
      for file in try Repository.files(in: "Sources/\(module.name)/System", suffix: ".swift") {
        for line in try Repository.text(file).split(separator: "\n") {
          let code = line.drop { $0 == " " }
          // The terminal is no file.
          guard !code.hasPrefix("//"), !code.contains("open(\"/dev/tty\",") else { continue }
          #expect(
            code.range(of: Self.fileCalls, options: .regularExpression) == nil,
            "\(file): \(code)")
        }
      }
    }
  }
}
