internal import Files
internal import Linkage
internal import Media
public import Model
internal import Targets

/// The dependencies of Castbook: the C libraries that its programs have loaded, the known fixes
/// that these have or lack, and how the system protects the processes that decode.
///
/// ```swift
/// for library in try SystemReport.ofThisSystem().libraries where library.state == .outdated {
///   print(library.name, library.missing.flatMap(\.ids))
/// }
/// ```
public struct SystemReport: Sendable {
  /// The day on which the table of fixes was compiled.
  public let asOf: Day
  /// The name of the system, such as `debian 12`, or `nil` if it doesn't state one.
  public let system: String?
  /// The libraries in the order of the table.
  public let libraries: [Library]
  /// The programs that could not be asked, because they are not installed.
  public let missingPrograms: [String]
  /// The programs that decode, with their protection.
  public let protections: [Protection]

  /// A C library, as some programs have loaded it.
  public struct Library: Sendable {
    public let name: String
    /// The version that the library states, or else its package's; `nil` if neither is known.
    public let version: String?
    /// The paths of its files.
    public let paths: [String]
    /// The programs that have loaded it.
    public let programs: [String]
    /// The package that contains it; `nil` if none does. For a library in Castbook's own package,
    /// it is Debian's source of the library.
    public let package: (name: String, version: String)?
    /// Whether it came with Castbook, and not from the system.
    public let isBundled: Bool
    /// The fixes that it certainly lacks.
    public let missing: [KnownFix]
    /// The fixes that it may lack: its version is older, but the system may have patched it.
    public let uncertain: [KnownFix]

    /// Whether it lacks known fixes.
    public var state: State {
      missing.isEmpty ? (uncertain.isEmpty ? .current : .uncertain) : .outdated
    }
  }

  /// Whether a library lacks fixes.
  public enum State: String, JSONConvertible, Sendable {
    /// It has all that are known.
    case current
    /// It lacks at least one.
    case outdated
    /// Its version is older than a fix, but the system may have patched it.
    case uncertain
  }

  /// The protection of the processes of one program that decode.
  public struct Protection: Sendable {
    public let program: String
    /// Whether a filter of system calls (seccomp) is in force.
    public let hasSeccomp: Bool
    /// Whether rules about files and connections (Landlock) are in force.
    public let hasLandlock: Bool
    /// What such a process was able to do although it must not, for people: "open files".
    public let gaps: [String]
  }

  /// Examines the programs beside this one, and the system that it runs on.
  ///
  /// - Throws: An error if the built-in table of fixes is invalid.
  public static func ofThisSystem() throws -> SystemReport {
    // The others are linked.
    let libraries = LoadedLibrary.all(loading: ["libmicrohttpd.so.12"])
    var reports = [("castbook", ProgramReport(libraries: libraries))]
    var missing: [String] = []
    for name in HelperPrograms.names {
      if let report = HelperPrograms.report(of: name) {
        reports.append((name, report))
      } else {
        missing.append(name)
      }
    }
    return SystemReport(
      reports, missing: missing, fixes: try KnownFixes(),
      packages: DebianPackages(root: FilePath("/") ?? .unnamed), bundled: .current)
  }

  /// Judges what programs have reported.
  init(
    _ reports: [(program: String, report: ProgramReport)], missing: [String], fixes: KnownFixes,
    packages: DebianPackages, bundled: BundledLibraries = BundledLibraries()
  ) {
    asOf = fixes.asOf
    system = packages.system
    missingPrograms = missing
    libraries = fixes.libraries.flatMap { known in
      Library.all(known, in: reports, packages, bundled)
    }
    protections = reports.compactMap { program, report in
      report.protection.map { Protection(program, $0) }
    }
  }
}

extension SystemReport.Library {
  /// A file of a library with what is known about it.
  private struct LoadedFile {
    let path: String
    let version: String?
    var programs: [String]
    let package: (name: String, version: PackageVersion)?
    let isBundled: Bool
  }

  /// Returns the copies of a library that programs have loaded, one for each version.
  fileprivate static func all(
    _ known: KnownLibrary, in reports: [(program: String, report: ProgramReport)],
    _ packages: DebianPackages, _ bundled: BundledLibraries
  ) -> [SystemReport.Library] {
    var files: [LoadedFile] = []
    for (program, report) in reports {
      for library in report.libraries {
        let path = FilePath(library.path).flatMap(FileSystem.resolved)?.text ?? library.path
        let name = library.path.split(separator: "/").last ?? ""
        guard known.files.contains(where: { name.hasPrefix($0) }) else { continue }
        if let index = files.firstIndex(where: { $0.path == path }) {
          if !files[index].programs.contains(program) { files[index].programs.append(program) }
        } else {
          let source = bundled.source(of: path)
          files.append(
            LoadedFile(
              path: path, version: library.version, programs: [program],
              package: source ?? packages.package(known.packages, containing: path),
              isBundled: source != nil))
        }
      }
    }
    let copies = Dictionary(grouping: files) { $0.package?.version.description ?? "" }
    return copies.sorted { $0.key < $1.key }.map { _, files in
      let isBundled = files.contains(where: \.isBundled)
      return SystemReport.Library(
        known, files, release: isBundled ? bundled.release : packages.release)
    }
  }

  private init(_ known: KnownLibrary, _ files: [LoadedFile], release: String?) {
    let package = files.lazy.compactMap(\.package).first
    let version = files.lazy.compactMap(\.version).first ?? package?.version.upstream
    name = known.name
    self.version = version
    paths = files.map(\.path).sorted()
    programs = files.flatMap(\.programs).uniqued()
    self.package = package.map { ($0.name, $0.version.description) }
    isBundled = files.contains(where: \.isBundled)
    var missing: [KnownFix] = []
    var uncertain: [KnownFix] = []
    for fix in known.fixes {
      switch fix.isIn(version: version, package: package?.version, release: release) {
      case true?: break
      case false?: missing.append(fix)
      case nil: uncertain.append(fix)
      }
    }
    self.missing = missing
    self.uncertain = uncertain
  }
}

extension KnownFix {
  /// Returns whether a library has the fix, or `nil` if its versions don't say.
  ///
  /// The library's own version proves a fix, but not its absence: Debian adds fixes to old
  /// versions. The package's version proves either, in the Debian release for which the fix is
  /// known.
  func isIn(version: String?, package: PackageVersion?, release: String?) -> Bool? {
    if let version, let fixed = self.version, PackageVersion(version) >= PackageVersion(fixed) {
      return true
    }
    if let package, let release, let fixed = debian[release] {
      return package >= PackageVersion(fixed)
    }
    return nil
  }
}

extension SystemReport.Protection {
  init(_ program: String, _ protection: SystemProtection) {
    self.program = program
    hasSeccomp = protection.contains(.seccomp)
    hasLandlock = protection.contains(.landlock)
    let attempts: [(SystemProtection, String)] = [
      (.files, "open files"), (.connections, "open connections"), (.processes, "start processes"),
      (.code, "execute code that it has written"),
    ]
    gaps = attempts.filter { !protection.contains($0.0) }.map(\.1)
  }
}

extension Sequence where Element: Hashable {
  /// Returns the elements without repetitions, in their order.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
