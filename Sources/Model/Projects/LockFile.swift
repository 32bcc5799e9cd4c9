/// The pins of a project, `castbook.lock`: which revision of which element the project means by a
/// handle. One line a pin, in byte order, so that version control merges it.
///
/// docs/lock.md describes the file.
public struct LockFile: Hashable, Sendable {
  public let project: ULID
  /// In byte order of their handles. No two have one handle or one element.
  public private(set) var pins: [Pin]
  /// Comment lines that somebody wrote, besides the first; they are kept.
  public private(set) var comments: [String] = []

  /// One handle, and what the project means by it.
  public struct Pin: Hashable, Sendable {
    /// As the project's texts write it, whatever the library calls the element by now.
    public let handle: Handle
    public let element: ULID
    /// The number of the revision, for people: its digest is what counts.
    public let sequence: Int
    public let revision: Digest

    public init(handle: Handle, element: ULID, sequence: Int, revision: Digest) {
      self.handle = handle
      self.element = element
      self.sequence = sequence
      self.revision = revision
    }
  }

  /// What the file is called.
  public static let name = "castbook.lock"
  /// The format that is written here, and the newest that is read.
  public static let format = 1
  /// No file is longer: that is some nine thousand pins.
  public static let byteLimit = 1 << 20
  /// The first line.
  static let heading = "# castbook.lock: pins of this project. Commit it."

  /// A project without a pin.
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

  /// Takes a pin in, in place of those that have its element or its handle.
  public mutating func put(_ pin: Pin) {
    pins.removeAll { $0.element == pin.element || $0.handle == pin.handle }
    let place = pins.firstIndex { pin.handle < $0.handle } ?? pins.endIndex
    pins.insert(pin, at: place)
  }

  public mutating func remove(_ element: ULID) { pins.removeAll { $0.element == element } }

  // MARK: Text

  /// The file.
  public var bytes: [UInt8] {
    let lines =
      [Self.heading] + comments + ["format \(Self.format)", "project \(project)"]
      + pins.map(\.line)
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}

extension LockFile.Pin {
  /// `@mira 01JD… 3 9f2c…`.
  var line: String { "\(handle) \(element) \(sequence) \(revision.hex)" }
}
