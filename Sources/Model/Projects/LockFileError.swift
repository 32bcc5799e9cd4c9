/// The reason why a `castbook.lock` can't be used.
public struct LockFileError: CastbookError, Hashable {
  /// The line with the problem, from 1; `nil` for a problem of the file as a whole.
  public let line: Int?
  public let problem: Problem

  /// The first thing that is wrong with the file.
  public enum Problem: Hashable, Sendable {
    /// The file has more than `LockFile.byteLimit` bytes.
    case tooLong(byteCount: Int)
    /// A line is not UTF-8, or contains a zero byte.
    case notText
    /// A conflict marker that version control left.
    case unfinishedMerge(String)
    case noFormat
    /// The file has a newer format than this version reads.
    case newerFormat(Int)
    case noProject
    /// Another line names a different project.
    case twoProjects(line: Int)
    /// Another line names a different default target.
    case twoTargets(line: Int)
    /// The line is neither a pin nor a comment nor another known line.
    case unknownLine(String)
    /// A part of the line can't be read.
    case badLine(String, Part)
    /// Another line pins the same element or handle differently.
    case disagreement(LockFile.Pin, line: Int, LockFile.Pin)
  }

  /// The part of a line that is wrong.
  public enum Part: Hashable, Sendable {
    case format, project, target, pin, handle, element, sequence, revision
  }

  init(_ problem: Problem, line: Int? = nil) {
    self.problem = problem
    self.line = line
  }

  public var blame: Blame { .failure }

  /// What is wrong, without the file's name.
  public var message: String { (line.map { "line \($0): " } ?? "") + explanation }

  private var explanation: String {
    switch problem {
    case .tooLong(let count): "it has \(count) bytes; the limit is \(LockFile.byteLimit)"
    case .notText: "it is not UTF-8"
    case .unfinishedMerge(let mark): "\"\(shortened(mark))\": a merge is not finished"
    case .noFormat: "it has no format line"
    case .newerFormat(let format):
      "it has format \(format), but this version reads formats up to \(LockFile.format)"
    case .noProject: "it has no project line"
    case .twoProjects(let other): "it names a different project than line \(other)"
    case .twoTargets(let other): "it names a different target than line \(other)"
    case .unknownLine(let text): "\"\(shortened(text))\" is not a lock file line"
    case .badLine(let text, let part): "\"\(shortened(text))\": \(part.expectation)"
    case .disagreement(let other, let line, let pin):
      pin.element == other.element && pin.handle == other.handle
        ? "it pins \(pin.handle) at revision \(pin.sequence) (sha256-\(pin.revision.hex.prefix(8))), "
          + "but line \(line) at revision \(other.sequence) (sha256-\(other.revision.hex.prefix(8)))"
        : pin.element == other.element
          ? "it has \(pin.handle) for the element that line \(line) calls \(other.handle)"
          : "it uses \(pin.handle) for a different element than line \(line)"
    }
  }

  /// What to do about it.
  public var fix: String? {
    switch problem {
    case .tooLong, .notText, .noFormat, .noProject:
      "restore it from version control, or move it away: castbook use creates a new one"
    case .unfinishedMerge:
      "keep the pins of both sides and remove the conflict markers; Git does this itself with "
        + "castbook.lock merge=union in .gitattributes"
    case .newerFormat: "install the newest Castbook"
    case .twoProjects(let other):
      "two projects were merged; delete line \(line ?? 0) or line \(other)"
    case .twoTargets(let other): "delete line \(line ?? 0) or line \(other), whichever is wrong"
    case .unknownLine: "delete it, or put # in front of it"
    case .badLine(_, .project), .badLine(_, .format): "restore the file from version control"
    case .badLine(_, .target): "delete it and choose the target again: castbook use --for TARGET"
    case .badLine: "delete it and pin the element again: castbook use @HANDLE"
    case .disagreement(_, let other, _):
      "delete line \(line ?? 0) or line \(other), whichever is wrong"
    }
  }

  /// The stable id of the failure, for scripts.
  public var rule: String {
    switch problem {
    case .newerFormat: "project.lock-newer"
    case .unfinishedMerge, .twoProjects, .twoTargets, .disagreement: "project.lock-merge"
    default: "project.lock-invalid"
    }
  }
}

extension LockFileError.Part {
  fileprivate var expectation: String {
    switch self {
    case .format: "a format is a whole number, 1 or more"
    case .project: "a project is named by its ULID, 26 letters and digits"
    case .target: "a target is named by its id, such as fal.kling-o3.r2v"
    case .pin: "a pin is a handle, an element, a number and a digest, separated by single spaces"
    case .handle: "a handle is @, a letter, and up to 19 more of a–z, 0–9 and _"
    case .element: "an element is named by its ULID, 26 letters and digits"
    case .sequence: "a revision number is a whole number, 1 or more"
    case .revision: "a revision is named by 64 lower-case hexadecimal digits"
    }
  }
}
