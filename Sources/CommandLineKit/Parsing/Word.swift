/// The shape of one word of the command line, before any table is consulted.
enum Word {
  /// `--`
  case endOfOptions
  /// `--name` or `--name=value`
  case long(name: [UInt8], value: Argument?)
  /// `-abc`: everything after the dash.
  case shorts(ArraySlice<UInt8>)
  /// Anything else, including a lone `-`.
  case plain

  /// Classifies the word by its leading dashes.
  init(_ argument: Argument) {
    let bytes = argument.bytes
    guard bytes.count > 1, bytes[0] == dash else {
      self = .plain
      return
    }
    guard bytes[1] == dash else {
      self = .shorts(bytes[1...])
      return
    }
    guard bytes.count > 2 else {
      self = .endOfOptions
      return
    }
    let parts = bytes[2...].split(
      separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    self = .long(
      name: Array(parts[0]), value: parts.count > 1 ? Argument(bytes: parts[1]) : nil)
  }

  /// Returns whether the word may be the value of the option before it: it doesn't start with a
  /// dash, or it is `-` itself, or a negative number such as `-1`, `-0.5` or `-.5`.
  static func mayBeValue(_ argument: Argument) -> Bool {
    guard argument.bytes.first == dash else { return true }
    let rest = argument.bytes.dropFirst()
    if rest.isEmpty { return true }
    let halves = rest.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let digits = halves.joined()
    return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
      && halves.last?.isEmpty == false
  }
}

private let dash = UInt8(ascii: "-")

extension Argument {
  /// Returns whether the bytes are exactly those of `name`, without any normalization.
  func `is`(_ name: String) -> Bool { bytes.elementsEqual(name.utf8) }
}
