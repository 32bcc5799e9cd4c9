internal import Model

/// A kind of limit that providers usually state for a file.
public enum UsualLimit: String, CaseIterable, Sendable {
  case fileSize = "file size"
  case sides, shape, length

  /// Whether files of a medium have what the limit is about.
  fileprivate func concerns(_ medium: MediaFormat.Medium) -> Bool {
    switch self {
    case .fileSize: true
    case .sides: medium != .sound
    case .shape: medium == .picture
    case .length: medium != .picture
    }
  }
}

extension SlotRules {
  /// The usual limits that no source states for the slot, in a fixed order.
  var unknownLimits: [UsualLimit] {
    UsualLimit.allCases.filter { $0.concerns(slot.medium) && !states($0) }
  }

  private func states(_ limit: UsualLimit) -> Bool {
    switch limit {
    case .fileSize: bytes != nil || inlineBytes != nil || totalBytes != nil
    case .sides: side != nil || shorterSide != nil || area != nil || resolution != nil
    case .shape: aspect != nil || aspects != nil
    case .length: seconds != nil || totalSeconds != nil
    }
  }
}
