internal import Castbook
internal import CommandLineKit
internal import Model

/// What several files have in common: a remark that many of them share is printed once with a count, and a remedy once.
struct SharedRemarks {
  /// A remark is repeated up to this often; one that more files share gets a line of its own.
  private static let maximumRepeats = 2

  /// The shared ones with the number of files, in the order in which they were found.
  private let shared: [(remark: FileRemark, count: Int)]
  private let isOften: Set<FileRemark>
  private let showsAll: Bool
  private var remedies: Set<String> = []

  /// - Parameter showsAll: every file keeps all of its remarks, each with its remedy.
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
    isOften = Set(shared.map(\.remark))
  }

  /// The remarks that a file's own lines show.
  mutating func own(_ remarks: [FileRemark]) -> [FileRemark] {
    Self.unrepeated(remarks).filter { !isShared($0) }.map { remark in
      guard !showsAll, let remedy = remark.remedy else { return remark }
      return remedies.insert("\(remark.rule) \(remedy)").inserted ? remark : remark.withoutRemedy
    }
  }

  /// The rules of a file's shared remarks, where none of its own remarks weighs more: they explain its mark.
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

  /// The shared remarks, each with its count.
  var summaries: [FileRemark] {
    shared.map { $0.remark.of(Quantity.count($0.count, "file")) }
  }

  func isShared(_ remark: FileRemark) -> Bool { isOften.contains(remark) }

  private static func unrepeated(_ remarks: [FileRemark]) -> [FileRemark] {
    var seen: Set<FileRemark> = []
    return remarks.filter { seen.insert($0).inserted }
  }

  /// A row with words at its right end; without them where they don't fit.
  static func row(_ head: String, _ words: String?, _ style: TerminalStyle) -> String {
    let head = Columns.trimmed(head)
    guard let words, !words.isEmpty else { return head }
    let taken = displayWidth(head) + displayWidth(words)
    guard style.columns - taken >= 2 else { return head }
    let gap = max(2, min(style.columns, RemarkText.maximumWidth) - taken)
    return head + String(repeating: " ", count: gap) + style.styled(words, .dim)
  }
}
