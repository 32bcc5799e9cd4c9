import Model

enum PNGWriter {
  static func memory(for: PixelSize, channels: Int) -> Int { 0 }
  static func bytes(of: HeldPicture, limit: Int?) -> [UInt8]? { nil }
}
enum JPEGWriter {
  struct Settings { var quality = 9700; var sampling = Sampling.full }
  enum Sampling { case full; var name: String { "4:4:4" } }
  struct Fit { var bytes: [UInt8]; var settings: Settings }
  static func memory(for: PixelSize, channels: Int) -> Int { 0 }
  static func fitting(_: HeldPicture, within: Int?) -> Fit? { nil }
  static func coarsest(_: HeldPicture) -> [UInt8]? { nil }
}
enum JPEGParts { static func stripped(_: [UInt8], keepingProfile: Bool) -> [UInt8]? { nil } }
enum PNGParts { static func stripped(_: [UInt8], keepingProfile: Bool) -> [UInt8]? { nil } }
extension PictureMaker {
  var onBlocks: PixelBox? { nil }
  func turned(_: PixelBox?, _: Int) -> [UInt8]? { nil }
}
