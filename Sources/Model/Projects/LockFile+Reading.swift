extension LockFile {
  /// Reads a file, strictly, but for what merging and editors do to one: the order of its lines, lines
  /// that stand there twice, empty ones, line ends of Windows, a byte order mark.
  public init(bytes: [UInt8]) throws(LockFileError) {
    guard bytes.count <= Self.byteLimit else {
      throw LockFileError(.tooLong(byteCount: bytes.count))
    }
    let lines = try LockFileLine.lines(of: bytes)
    if let mark = lines.first(where: \.isMergeMark) {
      throw LockFileError(.unfinishedMerge(mark.text), line: mark.number)
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
          // What both sides of a merge wrote alike stands there twice and says one thing.
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

  /// A newer format is refused before anything else is looked at.
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

/// A line of the file, without its end.
private struct LockFileLine {
  /// From 1.
  let number: Int
  let text: String
  /// What single spaces part.
  let words: [String]

  var first: String { words.first ?? "" }

  /// Whether it is one of the lines that a merge leaves where both sides changed something.
  var isMergeMark: Bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].contains { text.hasPrefix($0) }
  }

  static func lines(of bytes: [UInt8]) throws(LockFileError) -> [LockFileLine] {
    var lines: [LockFileLine] = []
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    for (place, part) in rest.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      var part = part
      // A file that went through several editors may have more than one.
      while part.last == 0x0D { part.removeLast() }
      guard let text = String(validating: part, as: UTF8.self), !part.contains(0) else {
        throw LockFileError(.notText, line: place + 1)
      }
      let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      lines.append(LockFileLine(number: place + 1, text: text, words: words))
    }
    return lines
  }
}

extension Int {
  /// Reads a number from 1 in plain digits, as one writes it.
  fileprivate init?(plain text: String) {
    let digits = text.utf8
    guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      digits.first != 0x30
    else { return nil }
    self.init(text)
  }
}
