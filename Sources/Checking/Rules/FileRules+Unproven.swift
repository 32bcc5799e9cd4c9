internal import Model

extension FileRules {
  /// Returns the finding for a file that no decoder could read to its end, with which nothing
  /// else is known to be wrong.
  static func unprovenFinding(for problem: FileProblem, in file: FileFacts) -> Finding {
    switch problem {
    case .notProven(let format, let why): notProven(format, why, file)
    case .noDecoder(let format, let exitCode): noDecoder(format, exitCode, file)
    case .undecided(let interruption): undecided(interruption, file)
    default: Finding(.imageNotProven, .warning, message: "not proven", fix: "export it as PNG")
    }
  }

  /// Returns the finding for a format that Castbook can't decode completely.
  private static func notProven(
    _ format: MediaFormat, _ why: String?, _ file: FileFacts
  ) -> Finding {
    switch format.medium {
    case .clip, .sound:
      let medium = format.medium.name
      let reason = why.map { " (\($0))" } ?? ""
      return Finding(
        rules(of: file).notProven, .warning,
        message:
          "Castbook can't decode all of this \(format.name)\(reason); the \(medium)'s length is unknown",
        fix: "export it as \(commonFormat(for: file))")
    default:
      let coding = file.image?.coding.rare.map { "\($0) " } ?? ""
      return Finding(
        .imageNotProven, .warning,
        message: why.map {
          "Castbook can't decode all of this \(format.name) (\($0)); damage would go unnoticed"
        } ?? "Castbook can't decode \(coding)\(format.name); damage would go unnoticed",
        fix: "export it as JPEG or PNG")
    }
  }

  /// Returns the finding for a format whose decoder can't be started.
  private static func noDecoder(
    _ format: MediaFormat, _ exitCode: Int?, _ file: FileFacts
  ) -> Finding {
    // The decoder would also have measured the size of HEIC and AVIF.
    let what =
      format.medium == .picture
      ? "the file's data and size were not checked" : "the file's length was not measured"
    let size = file.image == nil ? "; \(what)" : ""
    let program = format.medium == .picture ? "castbook-media" : "castbook-streams"
    // The others are decoded by castbook itself.
    let work =
      [.jpeg, .png, .bmp].contains(format) ? "reads colour profiles" : "decodes \(format.name)"
    let name = "\(program), which \(work),"
    if let exitCode {
      return Finding(
        rules(of: file).notProven, .warning,
        message: "\(name) exits with code \(exitCode) at start\(size)",
        fix: exitCode == 127
          ? "install the libraries that it needs (`ldd \(program)` names them)"
          : "install castbook again, with \(program) of the same version",
        measured: String(exitCode))
    }
    return Finding(
      rules(of: file).notProven, .warning, message: "\(name) can't be started\(size)",
      fix: "install castbook again, with \(program)")
  }

  private static func undecided(
    _ interruption: FileProblem.Interruption, _ file: FileFacts
  ) -> Finding {
    switch interruption {
    case .noProcess:
      Finding(
        rules(of: file).notProven, .warning,
        message: "not proven (the system had no process or memory to decode it)",
        fix: "close other programs, then check it again")
    case .tooSlow(let seconds):
      Finding(
        rules(of: file).tooComplex, .error,
        message: "not proven (decoding took more than \(seconds) s)",
        fix:
          "check it again when the machine is less busy, or save it again as \(commonFormat(for: file))",
        limit: String(seconds), unit: "s")
    case .stopped:
      Finding(
        rules(of: file).tooComplex, .error,
        message: "not proven (the system stopped its decoder, probably for lack of memory)",
        fix:
          "close other programs and check it again, or save it again as \(commonFormat(for: file))")
    }
  }
}
