internal import Castbook
internal import CommandLineKit
internal import Model

/// The columns that describe a file: its dimensions or length, its format, its bytes.
///
/// The columns have fixed widths, so rows line up across tables. Narrow tables print only the
/// first ones.
///
/// ```text
///  3024 × 4032   JPEG     2.1 MB
/// ```
enum FileColumns {
  /// The widths of the columns, in order.
  static let widths = [13, 6, 7]

  /// Returns how many of the columns fit into `room`, each preceded by two spaces.
  static func count(within room: Int) -> Int {
    widths.indices.reversed().first { width($0 + 1) <= room }.map { $0 + 1 } ?? 0
  }

  /// Returns the width of the first `count` columns, with the spaces before each.
  static func width(_ count: Int) -> Int { widths.prefix(count).reduce(0) { $0 + 2 + $1 } }

  /// Returns the texts of the three columns.
  static func columns(_ facts: FileFacts) -> [String] {
    let format = Columns.padded(facts.format?.name ?? "", 6)
    let bytes = Columns.leftPadded(facts.byteCount.map(Quantity.bytes) ?? "", 7)
    return [size(facts), format, bytes]
  }

  /// Returns a picture's or clip's dimensions, a sound's length, or a question mark.
  static func size(_ facts: FileFacts) -> String {
    guard facts.format?.medium != .sound else {
      let length = facts.sound.map { VoiceWords.seconds($0.seconds) } ?? ""
      return Columns.padded(Columns.leftPadded(length, 9), 13)
    }
    guard let size = facts.image?.size ?? facts.clip?.size else { return "      ?      " }
    return
      "\(Columns.leftPadded(String(size.width), 5)) × \(Columns.padded(String(size.height), 5))"
  }
}
