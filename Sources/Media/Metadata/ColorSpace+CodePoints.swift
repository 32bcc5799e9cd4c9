internal import Model

extension ColorSpace {
  /// Colours by number, as ITU-T H.273 counts primaries and transfer curves.
  init(primaries: Int, transfer: Int) {
    self =
      switch (primaries, transfer) {
      // BT.709's curve is sRGB's for all that is shown on a screen; 2 says that nothing is said.
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
