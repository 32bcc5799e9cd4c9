/// A project's `castbook.lock`: which revision of which element the project means by each handle.
///
/// Every pin is one line, in byte order, so that version control can merge the file. `docs/lock.md`
/// describes the format.
///
/// ```swift
/// var lock = try LockFile(bytes: bytes)
/// lock.pin(named: mira)?.sequence  // 3
/// ```
public struct LockFile: Hashable, Sendable {
  /// The id of the project, which libraries know it by.
  public let project: ULID
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
    /// The digest of the pinned revision.
    public let revision: Digest

    public init(handle: Handle, element: ULID, sequence: Int, revision: Digest) {
      self.handle = handle
      self.element = element
      self.sequence = sequence
      self.revision = revision
    }
  }

  /// The name of the file.
  public static let name = "castbook.lock"
  /// The format that is written, and the newest that can be read.
  public static let format = 1
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

  /// Returns the pin with a handle.
  public func pin(named handle: Handle) -> Pin? { pins.first { $0.handle == handle } }

  /// Returns the pin of an element.
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
      [Self.heading] + comments + ["format \(Self.format)", "project \(project)"]
      + pins.map(\.line)
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}

extension LockFile.Pin {
  /// The pin as a line: `@mira 01JD… 3 9f2c…`.
  var line: String { "\(handle) \(element) \(sequence) \(revision.hex)" }
}
