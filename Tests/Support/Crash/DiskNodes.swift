/// A file of a `Disk`: its durable state, and the later changes.
final class DiskFile {
  struct Change {
    enum Effect {
      case write([UInt8], offset: Int)
      case zeros(Range<Int>)
      case length(Int)
      case growth(atLeast: Int)
      case mode(Int)
    }

    let effect: Effect
    /// Whether its own sync made it durable.
    var survives = false

    var isMode: Bool { if case .mode = effect { true } else { false } }
  }

  /// The part of a change that survived.
  enum Part {
    case none, all
    /// For a write: zeros in its place, or its first half.
    case zeros, firstHalf
    /// For a new length: only if the file was longer.
    case cut
  }

  private var bytes: [UInt8]
  private var mode: Int
  private var pending: [Change] = []

  init(_ bytes: [UInt8] = [], mode: Int) {
    self.bytes = bytes
    self.mode = mode
  }

  func change(_ effect: Change.Effect, survives: Bool = false) {
    pending.append(Change(effect: effect, survives: survives))
  }

  func sync(withMode: Bool = true) {
    let synced = pending.filter { withMode || !$0.isMode }
    (bytes, mode) = Self.applied(synced.map { ($0, .all) }, to: bytes, mode)
    pending.removeAll { withMode || !$0.isMode }
  }

  func item(_ part: (Change) -> Part) -> FolderState.Item {
    let chosen = pending.map { ($0, $0.survives ? .all : part($0)) }
    let (bytes, mode) = Self.applied(chosen, to: bytes, mode)
    return .file(bytes, mode: mode)
  }

  private static func applied(
    _ changes: [(Change, Part)], to bytes: [UInt8], _ mode: Int
  ) -> ([UInt8], Int) {
    var bytes = bytes
    var mode = mode
    for (change, part) in changes {
      switch (change.effect, part) {
      case (_, .none): continue
      case (.write(let written, let offset), .firstHalf):
        put(Array(written.prefix(written.count / 2)), at: offset, in: &bytes)
      case (.write(let written, let offset), .zeros):
        put([UInt8](repeating: 0, count: written.count), at: offset, in: &bytes)
      case (.write(let written, let offset), _): put(written, at: offset, in: &bytes)
      case (.zeros(let range), _):
        let present = range.clamped(to: 0..<bytes.count)
        bytes.replaceSubrange(present, with: repeatElement(0, count: present.count))
      case (.length(let length), let part):
        if length < bytes.count { bytes.removeLast(bytes.count - length) }
        if part != .cut { grow(&bytes, to: length) }
      case (.growth(let length), _): grow(&bytes, to: length)
      case (.mode(let value), _): mode = value
      }
    }
    return (bytes, mode)
  }

  private static func put(_ written: [UInt8], at offset: Int, in bytes: inout [UInt8]) {
    guard !written.isEmpty else { return }
    grow(&bytes, to: offset + written.count)
    bytes.replaceSubrange(offset..<offset + written.count, with: written)
  }

  private static func grow(_ bytes: inout [UInt8], to length: Int) {
    guard bytes.count < length else { return }
    bytes += repeatElement(0, count: length - bytes.count)
  }
}

/// A folder of a `Disk`: the durable names and times, and their later changes.
final class DiskFolder {
  /// Names that change together, each with its new node.
  typealias Change = [String: DiskNode?]

  let mode: Int
  private(set) var names: [String: DiskNode]
  private var durable: [String: DiskNode]
  private var pending: [Change] = []
  /// The last durable times, and all later ones; empty if they aren't known.
  private var times: [FolderTimes.Times] = []

  init(_ names: [String: DiskNode] = [:], mode: Int) {
    self.names = names
    durable = names
    self.mode = mode
  }

  func change(_ change: Change) {
    pending.append(change)
    Self.apply(change, to: &names)
  }

  /// Adds a name that has always been there.
  func place(_ node: DiskNode, at name: String) {
    names[name] = node
    durable[name] = node
  }

  func sync() {
    durable = names
    pending = []
    times = times.suffix(1)
  }

  /// Records its new times.
  func note(_ new: FolderTimes.Times) {
    if times.last != new { times.append(new) }
  }

  func times(
    surviving survival: TimeSurvival, _ chance: inout SeededGenerator
  ) -> FolderTimes.Times? {
    switch survival {
    case .old: return times.first
    case .new: return times.last
    case .some:
      guard let modified = times.randomElement(using: &chance),
        let changed = times.randomElement(using: &chance)
      else { return nil }
      return FolderTimes.Times(modified: modified.modified, changed: changed.changed)
    }
  }

  func names(surviving survives: () -> Bool) -> [String: DiskNode] {
    var result = durable
    for change in pending where survives() { Self.apply(change, to: &result) }
    return result
  }

  private static func apply(_ change: Change, to names: inout [String: DiskNode]) {
    for (name, node) in change { names[name] = node }
  }
}

/// The node that a name on a `Disk` refers to.
enum DiskNode {
  case file(DiskFile)
  case folder(DiskFolder)
  case link(target: String)
}
