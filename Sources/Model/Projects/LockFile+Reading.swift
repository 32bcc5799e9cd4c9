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
    var pins: [Pin] = []
    var comments: [String] = []
    var handles: [Handle: (pin: Pin, line: Int)] = [:]
    var elements: [ULID: (pin: Pin, line: Int)] = [:]
    for line in lines where !line.text.isEmpty {
      switch line.first {
      case "format", "project": continue
      case let word where word.hasPrefix("#"):
        if line.text != Self.heading, !comments.contains(line.text) { comments.append(line.text) }
      case let word where word.hasPrefix("@"):
        let pin = try Pin(line)
        if let other = elements[pin.element] ?? handles[pin.handle] {
          // A line that both sides of a merge added appears twice and means one pin.
          if other.pin == pin { continue }
          throw LockFileError(
            .disagreement(other.pin, line: other.line, pin), line: line.number)
        }
        elements[pin.element] = (pin, line.number)
        handles[pin.handle] = (pin, line.number)
        pins.append(pin)
      default: throw LockFileError(.unknownLine(line.text), line: line.number)
      }
    }
    self.init(project: project, pins: pins, comments: comments)
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

  /// Returns the project, which may be named more than once but only with one id.
  private static func project(_ lines: [LockFileLine]) throws(LockFileError) -> ULID {
    var found: (project: ULID, line: Int)?
    for line in lines where line.first == "project" {
      guard line.words.count == 2, let project = ULID(canonical: line.words[1]) else {
        throw LockFileError(.badLine(line.text, .project), line: line.number)
      }
      if let found, found.project != project {
        throw LockFileError(.twoProjects(line: found.line), line: line.number)
      }
      found = found ?? (project, line.number)
    }
    guard let found else { throw LockFileError(.noProject) }
    return found.project
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
