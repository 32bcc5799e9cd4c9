package import Model
internal import POSIX

/// A program's report on itself: the libraries that it has loaded, and its protection while it
/// decodes.
///
/// The programs beside castbook print it when called with `--version --libraries`.
package struct ProgramReport: Hashable, Sendable {
  /// The libraries, in the order of their paths.
  package let libraries: [LoadedLibrary]
  /// The protection of the processes that decode, or `nil` for a program that decodes nothing.
  package let protection: SystemProtection?

  /// The arguments that make a program print its report.
  package static let arguments = ["--version", "--libraries"]

  /// Whether this process was started to print its report.
  package static var isRequested: Bool { Array(CommandLine.arguments.dropFirst()) == arguments }

  package init(libraries: [LoadedLibrary], protection: SystemProtection? = nil) {
    self.libraries = libraries
    self.protection = protection
  }

  /// Prints the report on the standard output and ends the process.
  package func printAndExit() -> Never {
    var bytes = Array((json.compactText + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe POSIX.write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { exit(3) }
      bytes = bytes.dropFirst(count)
    }
    exit(0)
  }
}

extension ProgramReport: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    libraries = try fields.required("libraries", \.libraries)
    protection = fields.valid("protection") { $0.protection.map { Int($0.rawValue) } }
      .flatMap(UInt32.init(exactly:)).map(SystemProtection.init)
  }
}

extension LoadedLibrary: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    path = try fields.required("path", \.path)
    version = fields.valid("version", \.version)
  }
}
