import Model
enum PNGWriter {
  static func memory(for: PixelSize, channels: Int, within: Int?) -> Int { 0 }
  static func bytes(of: HeldPicture, limit: Int?) throws(WritingError) -> [UInt8]? { nil }
}
enum JPEGParts { static func stripped(_: [UInt8], keepingProfile: Bool) -> [UInt8]? { nil } }
enum PNGParts { static func stripped(_: [UInt8], keepingProfile: Bool) -> [UInt8]? { nil } }
extension PictureMaker {
  var onBlocks: PixelBox? { nil }
  func turned(_: PixelBox?, _: Int) -> [UInt8]? { nil }
}
