public import Foundation

/// A command that can be killed, or made to fail, at any call that changes a file.
///
/// ```swift
/// let run = CrashRun("/usr/bin/sqlite3", ["x.db", "INSERT INTO t VALUES (1)"], under: folder)
/// for number in 1...(try run.trace().calls.count) {
///   try run.kill(at: number)
/// }
/// ```
///
/// The command works in the folder, or in another one. Calls are numbered in the order in which
/// they take effect, over all its threads and processes; only those count that change something in
/// the folder.
public struct CrashRun: Sendable {
  public var program: String
  public var arguments: [String]
  /// The folder in which calls count; it may not exist yet.
  public var folder: URL
  /// The command's working folder.
  public var workingFolder: URL
  public var environment: [String: String]
  /// The time after which the command is killed and ends as `.timedOut`.
  public var timeoutSeconds: Double
  /// The age that is added to folders: the command sees them as if they had been changed so much
  /// earlier, as if it took that long after each change before it looked at one.
  public var behindSeconds = 0
  /// The times of folders that the command sees instead of their own, as `write(to:)` gave them.
  public var shownTimes: ShownTimes?

  public init(
    _ program: String, _ arguments: [String], under folder: URL,
    workingIn workingFolder: URL? = nil,
    environment: [String: String] = [:], timeoutSeconds: Double = 60
  ) {
    self.program = program
    self.arguments = arguments
    self.folder = folder
    self.workingFolder = workingFolder ?? folder
    self.environment = environment
    self.timeoutSeconds = timeoutSeconds
  }
}

extension CrashRun {
  /// How a run came to an end.
  public enum Ending: Hashable, Sendable {
    case exited(Int)
    case signalled(Int)
    /// The run was killed at the requested call.
    case killed(call: Int)
    /// The call that was to be torn does not write; the run was killed before it.
    case notTorn(call: Int)
    case timedOut
  }

  /// The result of a run.
  public struct Outcome: Sendable {
    public let ending: Ending
    /// The exit status of `castbook-crash`.
    public let status: Int
    /// All calls that count, in order; the one that it was killed before comes last.
    public let calls: [CrashCall]
    public let output: String
    public let errors: String
    /// The bytes of all writes in sequence, if they were recorded.
    public let recorded: Data
  }

  /// An error that a call can be made to fail with.
  public enum Failure: String, CaseIterable, Sendable {
    case noSpace = "ENOSPC"
    case overQuota = "EDQUOT"
    case inputOutput = "EIO"
    case readOnly = "EROFS"
    case tooManyFiles = "EMFILE"
    case notPermitted = "EACCES"
  }

  /// What a command sees after a power cut: other times of folders, and a restarted machine.
  public struct ShownTimes: Sendable {
    fileprivate let table: String
    fileprivate let start = "00000000-0000-4000-8000-000000000000\n"

    /// Makes the table for a folder that was just written and has not changed since.
    public init(_ times: FolderTimes, of folder: URL) throws { table = try times.table(of: folder) }
  }

  /// The reason why there is no outcome.
  public struct Unable: Error, CustomStringConvertible {
    public let status: Int
    public let description: String
  }

  /// Runs the command until it ends. With `recording`, the bytes of all writes are kept for
  /// `PowerCut`.
  public func trace(recording: Bool = false) throws -> Outcome {
    try perform(["trace"], recording: recording)
  }

  /// Kills the command and all its processes when a call is about to be entered, or has just
  /// returned.
  @discardableResult
  public func kill(at call: Int, after: Bool = false) throws -> Outcome {
    try perform(["kill", "\(call)"] + (after ? ["--after"] : []))
  }

  /// Makes a call fail without taking effect. With `onward`, all later calls that need disk space
  /// fail, too: the disk is full from then on.
  public func fail(at call: Int, _ failure: Failure, onward: Bool = false) throws -> Outcome {
    try perform(["fail", "\(call)", failure.rawValue] + (onward ? ["--from"] : []))
  }

  /// Makes a call write the first half of its bytes, then kills the command.
  @discardableResult
  public func tear(at call: Int) throws -> Outcome {
    try perform(["torn", "\(call)"])
  }

  /// Whether the system lets one process trace another: some containers don't.
  public static let isPossible: Bool = {
    let folder = FileManager.default.temporaryDirectory
    let ending = try? CrashRun("/bin/sh", ["-c", ":"], under: folder).trace().ending
    return ending == .exited(0)
  }()
}

extension CrashRun {
  private func perform(_ deed: [String], recording: Bool = false) throws -> Outcome {
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "castbook-crash-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let log = scratch.appending(path: "log")
    let record = scratch.appending(path: "record")
    var options =
      ["--under", folder.path(), "--log", log.path(), "--timeout", "\(timeoutSeconds)"]
      + (recording ? ["--record", record.path()] : [])
      + (behindSeconds > 0 ? ["--behind", "\(behindSeconds)"] : [])
    if let shownTimes {
      for (option, text) in [("times", shownTimes.table), ("start", shownTimes.start)] {
        let file = scratch.appending(path: option)
        try Data(text.utf8).write(to: file)
        options += ["--\(option)", file.path()]
      }
    }
    let process = Process()
    process.executableURL = Self.harness
    process.arguments = deed + options + ["--", program] + arguments
    process.currentDirectoryURL = workingFolder
    process.environment = Self.surroundings.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: a full pipe would block the command and the test with it.
    process.standardOutput = try Self.handle(scratch.appending(path: "output"))
    process.standardError = try Self.handle(scratch.appending(path: "errors"))
    try process.run()
    process.waitUntilExit()
    let errors = try Self.text(scratch.appending(path: "errors"))
    let status = Int(process.terminationStatus)
    let lines = (try? Self.text(log))?.split(separator: "\n") ?? []
    guard let ending = lines.last.flatMap(Ending.init(line:)) else {
      throw Unable(status: status, description: errors)
    }
    return Outcome(
      ending: ending, status: status, calls: lines.compactMap(CrashCall.init(line:)),
      output: try Self.text(scratch.appending(path: "output")), errors: errors,
      recorded: recording ? try Data(contentsOf: record) : Data())
  }

  private static func text(_ file: URL) throws -> String {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  private static func handle(_ file: URL) throws -> FileHandle {
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }

  /// The command sees none of the machine's own settings.
  private static var surroundings: [String: String] {
    let own = ProcessInfo.processInfo.environment
    return [
      "PATH": own["PATH"] ?? "/usr/bin:/bin", "LD_LIBRARY_PATH": own["LD_LIBRARY_PATH"] ?? "",
      "HOME": "/nonexistent", "LANG": "C.UTF-8",
    ]
  }

  private static var harness: URL { Program.builtWithTests("castbook-crash") }
}

extension CrashRun.Ending {
  /// Reads the last line of a log.
  fileprivate init?(line: Substring) {
    let columns = line.split(separator: "\t")
    guard columns.count == 3, columns[0] == "end", let number = Int(columns[2]) else { return nil }
    switch columns[1] {
    case "exited": self = .exited(number)
    case "signalled": self = .signalled(number)
    case "killed": self = .killed(call: number)
    case "whole": self = .notTorn(call: number)
    case "timeout": self = .timedOut
    default: return nil
    }
  }
}
