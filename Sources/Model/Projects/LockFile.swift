/// A project's `castbook.lock`: which revision of which element the project means by each handle.
///
/// Every pin is one line, in byte order, so version control can merge the file. `docs/lock.md`
/// describes the format.
///
/// ```swift
/// var lock = try LockFile(bytes: bytes)
/// lock.pin(named: mira)?.sequence  // 3
/// ```
public struct LockFile: Hashable, Sendable {
  /// The id of the project, which libraries know it by.
  public let project: ULID
  /// The id of the target of shot files that name none; `nil` if there is no such default.
  public var target: TargetID?
  /// The pins in byte order of their handles. No two share a handle or an element.
  public private(set) var pins: [Pin]
  /// The comment lines that users wrote, without the heading; they are kept.
  public private(set) var comments: [String] = []

  /// One handle, and the revision that the project means by it.
  public struct Pin: Hashable, Sendable {
    /// The handle as the project's texts write it, whatever the library calls the element now.
    public let handle: Handle
    public let element: ULID
    /// The number of the revision, for readers; only the digest counts.
    public let sequence: Int
    public let revision: Digest

    public init(handle: Handle, element: ULID, sequence: Int, revision: Digest) {
      self.handle = handle
      self.element = element
      self.sequence = sequence
      self.revision = revision
    }
  }

  public static let name = "castbook.lock"
  /// The newest format that can be read. It is written only for a line that earlier formats lack.
  public static let format = 2
  /// The maximum size of a file in bytes, enough for about nine thousand pins.
  public static let byteLimit = 1 << 20
  /// The comment in the first line.
  static let heading = "# castbook.lock: pins of this project. Commit it."

  /// Creates a lock file without pins.
  public init(project: ULID) {
    self.project = project
    pins = []
  }

  init(project: ULID, pins: [Pin], comments: [String]) {
    self.project = project
    self.pins = pins.sorted { $0.handle < $1.handle }
    self.comments = comments
  }

  // MARK: Pins

  public func pin(named handle: Handle) -> Pin? { pins.first { $0.handle == handle } }

  public func pin(of element: ULID) -> Pin? { pins.first { $0.element == element } }

  /// Adds a pin, replacing those with the same element or the same handle.
  public mutating func put(_ pin: Pin) {
    pins.removeAll { $0.element == pin.element || $0.handle == pin.handle }
    let index = pins.firstIndex { pin.handle < $0.handle } ?? pins.endIndex
    pins.insert(pin, at: index)
  }

  /// Removes the pin of an element, if there is one.
  public mutating func remove(_ element: ULID) { pins.removeAll { $0.element == element } }

  // MARK: Text

  /// The complete text of the file.
  public var bytes: [UInt8] {
    let lines =
      [Self.heading] + comments + ["format \(target == nil ? 1 : 2)", "project \(project)"]
      + (target.map { ["target \($0)"] } ?? []) + pins.map(\.line)
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}

extension LockFile.Pin {
  /// The pin as a line: `@mira 01JD… 3 9f2c…`.
  var line: String { "\(handle) \(element) \(sequence) \(revision.hex)" }
}

extension LockFile {
  /// Reads a lock file strictly, except for what merging and editors do to one.
  ///
  /// Lines may be in any order, repeated or empty, end as on Windows, and follow a byte order mark.
  ///
  /// - Throws: `LockFileError` with the number of the first wrong line.
  public init(bytes: [UInt8]) throws(LockFileError) {
    guard bytes.count <= Self.byteLimit else {
      throw LockFileError(.tooLong(byteCount: bytes.count))
    }
    let lines = try LockFileLine.lines(of: bytes)
    if let marker = lines.first(where: \.isMergeMark) {
      throw LockFileError(.unfinishedMerge(marker.text), line: marker.number)
    }
    try Self.checkFormat(lines)
    let project = try Self.project(lines)
    let target = try Self.target(lines)
    var pins: [Pin] = []
    var comments: [String] = []
    var handles: [Handle: (pin: Pin, line: Int)] = [:]
    var elements: [ULID: (pin: Pin, line: Int)] = [:]
    for line in lines where !line.text.isEmpty {
      switch line.first {
      case "format", "project", "target": continue
      case let word where word.hasPrefix("#"):
        if line.text != Self.heading, !comments.contains(line.text) { comments.append(line.text) }
      case let word where word.hasPrefix("@"):
        let pin = try Pin(line)
        if let other = elements[pin.element] ?? handles[pin.handle] {
          // A line that both sides of a merge added appears twice and means one pin.
          if other.pin == pin { continue }
          throw LockFileError(.disagreement(other.pin, line: other.line, pin), line: line.number)
        }
        elements[pin.element] = (pin, line.number)
        handles[pin.handle] = (pin, line.number)
        pins.append(pin)
      default: throw LockFileError(.unknownLine(line.text), line: line.number)
      }
    }
    self.init(project: project, pins: pins, comments: comments)
    self.target = target
  }

  /// Refuses a newer format before anything else is read.
  private static func checkFormat(_ lines: [LockFileLine]) throws(LockFileError) {
    var isKnown = false
    for line in lines where line.first == "format" {
      guard line.words.count == 2, let format = Int(plain: line.words[1]) else {
        throw LockFileError(.badLine(line.text, .format), line: line.number)
      }
      guard format <= Self.format else {
        throw LockFileError(.newerFormat(format), line: line.number)
      }
      isKnown = true
    }
    guard isKnown else { throw LockFileError(.noFormat) }
  }

  private static func project(_ lines: [LockFileLine]) throws(LockFileError) -> ULID {
    let project = try only(
      "project", .project, in: lines, ULID.init(canonical:), LockFileError.Problem.twoProjects)
    guard let project else { throw LockFileError(.noProject) }
    return project
  }

  /// Returns the default target, if there is one.
  private static func target(_ lines: [LockFileLine]) throws(LockFileError) -> TargetID? {
    try only(
      "target", .target, in: lines, TargetID.init(wellFormed:), LockFileError.Problem.twoTargets)
  }

  /// Returns the value of the lines that begin with a word, which may be repeated but not differ.
  private static func only<Value: Equatable>(
    _ word: String, _ part: LockFileError.Part, in lines: [LockFileLine],
    _ read: (String) -> Value?, _ conflict: (Int) -> LockFileError.Problem
  ) throws(LockFileError) -> Value? {
    var found: (value: Value, line: Int)?
    for line in lines where line.first == word {
      guard line.words.count == 2, let value = read(line.words[1]) else {
        throw LockFileError(.badLine(line.text, part), line: line.number)
      }
      if let found, found.value != value {
        throw LockFileError(conflict(found.line), line: line.number)
      }
      found = found ?? (value, line.number)
    }
    return found?.value
  }
}

extension LockFile.Pin {
  /// Reads the four words of a pin's line.
  fileprivate init(_ line: LockFileLine) throws(LockFileError) {
    func wrong(_ part: LockFileError.Part) -> LockFileError {
      LockFileError(.badLine(line.text, part), line: line.number)
    }
    let words = line.words
    guard words.count == 4 else { throw wrong(.pin) }
    guard let handle = Handle(canonical: String(words[0].dropFirst())) else { throw wrong(.handle) }
    guard let element = ULID(canonical: words[1]) else { throw wrong(.element) }
    guard let sequence = Int(plain: words[2]) else { throw wrong(.sequence) }
    guard let revision = Digest(lowercase: words[3]) else { throw wrong(.revision) }
    self.init(handle: handle, element: element, sequence: sequence, revision: revision)
  }
}

/// A line of the file, without its line ending.
private struct LockFileLine {
  /// The line number, from 1.
  let number: Int
  let text: String
  /// The parts between single spaces.
  let words: [String]

  /// The first word, which decides the kind of line.
  var first: String { words.first ?? "" }

  /// Whether this is one of the markers that a merge leaves where both sides changed something.
  var isMergeMark: Bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].contains { text.hasPrefix($0) }
  }

  /// Splits the file into lines, which must be UTF-8 without zero bytes.
  static func lines(of bytes: [UInt8]) throws(LockFileError) -> [LockFileLine] {
    var lines: [LockFileLine] = []
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    for (index, part) in rest.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      var part = part
      // A file that went through several editors may have more than one at the end of a line.
      while part.last == 0x0D { part.removeLast() }
      guard let text = String(validating: part, as: UTF8.self), !part.contains(0) else {
        throw LockFileError(.notText, line: index + 1)
      }
      let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      lines.append(LockFileLine(number: index + 1, text: text, words: words))
    }
    return lines
  }
}

extension Int {
  /// Reads a number of at least 1 in plain digits, without leading zeros.
  fileprivate init?(plain text: String) {
    let digits = text.utf8
    guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.first != 0x30
    else { return nil }
    self.init(text)
  }
}
