internal import Model

extension ColorSpace {
  /// Creates the colour space for code points of ITU-T H.273, for primaries and transfer
  /// curves.
  init(primaries: Int, transfer: Int) {
    self =
      switch (primaries, transfer) {
      // On screens, BT.709's curve is treated as sRGB's. The code 2 means unspecified.
      case (1, 13), (1, 1), (1, 6), (1, 2): .sRGB
      case (2, _): .untagged
      case (12, 16): .named("Display P3 PQ")
      case (12, 18): .named("Display P3 HLG")
      case (12, _): .named("Display P3")
      case (9, 16): .named("BT.2100 PQ")
      case (9, 18): .named("BT.2100 HLG")
      case (9, _): .named("BT.2020")
      case (5, _), (6, _): .named("BT.601")
      case (11, _): .named("DCI-P3")
      default: .named("color code \(primaries)/\(transfer)")
      }
  }
}
