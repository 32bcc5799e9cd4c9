internal import Castbook
internal import CommandLineKit
internal import Model

/// Finds the remarks that several files share: each is printed once with a count, and each remedy
/// once.
///
/// ```swift
/// var shared = SharedRemarks(files.map(\.remarks))
/// for file in files { show(shared.own(file.remarks)) }
/// for remark in shared.summaries { show(remark) }  // "3 files: below the 300 px minimum"
/// ```
struct SharedRemarks {
  /// The number of files up to which a remark is repeated at each of them.
  private static let maximumRepeats = 2

  /// The shared remarks with their number of files, in the order they were found.
  private let shared: [(remark: FileRemark, count: Int)]
  private let sharedRemarks: Set<FileRemark>
  private let showsAll: Bool
  /// The remedies that were already printed, by rule.
  private var remedies: Set<String> = []

  /// Counts the remarks of all files. With `showsAll` no remark is shared: every file keeps all of
  /// its remarks, each with its remedy.
  init(_ files: [[FileRemark]], showsAll: Bool = false) {
    self.showsAll = showsAll
    var counts: [FileRemark: Int] = [:]
    var order: [FileRemark] = []
    if !showsAll {
      for remarks in files {
        for remark in Self.unrepeated(remarks) {
          if counts[remark] == nil { order.append(remark) }
          counts[remark, default: 0] += 1
        }
      }
    }
    shared = order.compactMap { remark in
      counts[remark].flatMap { $0 > Self.maximumRepeats ? (remark, $0) : nil }
    }
    sharedRemarks = Set(shared.map(\.remark))
  }

  /// Returns the remarks that a file's own lines show. A remedy that was already returned is
  /// removed.
  mutating func ownRemarks(_ remarks: [FileRemark]) -> [FileRemark] {
    Self.unrepeated(remarks).filter { !isShared($0) }.map { remark in
      guard !showsAll, let remedy = remark.remedy else { return remark }
      return remedies.insert("\(remark.rule) \(remedy)").inserted ? remark : remark.withoutRemedy
    }
  }

  /// Returns the rules of a file's shared remarks, which explain its mark, or `nil` if one of its
  /// own remarks is more severe.
  func rules(of remarks: [FileRemark]) -> String? {
    let shared = remarks.filter(isShared)
    let worst = remarks.filter { !isShared($0) }.map(\.severity).max()
    guard let heaviest = shared.map(\.severity).max(), worst.map({ heaviest >= $0 }) ?? true
    else { return nil }
    return Self.unrepeated(shared).filter { $0.severity == heaviest }.map(\.rule).filter {
      !$0.isEmpty
    }
    .joined(separator: " ")
  }

  /// The shared remarks, each with its number of files.
  var summaries: [FileRemark] {
    shared.map { $0.remark.prefixed(with: Quantity.count($0.count, "file")) }
  }

  /// The number of remarks with one remedy up to which each is printed.
  private static let maximumAlike = 4

  /// Returns remarks about sets of files, in their order. Of many with the same rule and remedy the
  /// first are kept and the others counted; the remedy is only on the first. With `showsAll` all
  /// are returned unchanged.
  static func condensed(_ remarks: [FileRemark], showsAll: Bool) -> [FileRemark] {
    guard !showsAll else { return remarks }
    func isAlike(_ one: FileRemark, _ other: FileRemark) -> Bool {
      one.rule == other.rule && one.severity == other.severity && one.remedy == other.remedy
    }
    var shown: [FileRemark] = []
    for (index, remark) in remarks.enumerated() {
      guard remark.remedy != nil else {
        shown.append(remark)
        continue
      }
      let place = remarks[..<index].count { isAlike($0, remark) }
      let count = remarks.count { isAlike($0, remark) }
      let isLong = count > maximumAlike
      if place == 0 {
        shown.append(remark)
      } else if !isLong || place < maximumAlike - 1 {
        shown.append(remark.withoutRemedy)
      } else if place == maximumAlike - 1 {
        shown.append(remark.replacingText("\(count - place) more like these (--all shows them)"))
      }
    }
    return shown
  }

  /// Whether the remark is printed once for all files.
  func isShared(_ remark: FileRemark) -> Bool { sharedRemarks.contains(remark) }

  /// Returns the remarks without repetitions, in their order.
  private static func unrepeated(_ remarks: [FileRemark]) -> [FileRemark] {
    var seen: Set<FileRemark> = []
    return remarks.filter { seen.insert($0).inserted }
  }
}
