internal import Model

/// The directory of an icon or cursor: the same picture in several sizes.
enum ICOHeader {
  /// Returns whether a file begins as a directory of icons or cursors.
  ///
  /// Other files begin with the same four bytes, so the first entry must be plausible, as far
  /// as it is in the file.
  static func isIconDirectory(_ file: ByteView) -> Bool {
    guard file.begins(with: [0, 0, 1, 0]) || file.begins(with: [0, 0, 2, 0]),
      let count = file.u16(4, .little), count > 0
    else { return false }
    guard let length = file.u32(14, .little), let offset = file.u32(18, .little) else {
      return true
    }
    let end = 6 + count * 16
    // The picture begins after the directory, and inside the file unless the file ends in
    // the directory.
    return length > 0 && offset >= end && (offset <= file.count || file.count < end)
  }

  /// Returns the size of the largest picture and the number of pictures, or the problem.
  static func facts(of file: ByteView) -> HeaderFacts {
    guard let count = file.u16(4, .little), count > 0 else {
      return .unreadable(.corrupt(what: "it contains no picture"))
    }
    var largest: PixelSize?
    for index in 0..<count {
      guard let entry = file.part(6 + index * 16, 16) else {
        return .unreadable(.truncated(what: "the file ends inside its header"))
      }
      guard let offset = entry.u32(12, .little), let length = entry.u32(8, .little),
        let picture = file.part(offset, length)
      else {
        return HeaderFacts(
          image: largest.map { ImageFacts(codedSize: $0, depth: 8, channels: 4) },
          problems: [.truncated(what: "the file ends inside picture \(index + 1) of \(count)")])
      }
      let size = size(of: picture) ?? size(in: entry)
      if size.pixelCount > largest?.pixelCount ?? 0 { largest = size }
    }
    guard let largest else { return HeaderFacts() }
    var image = ImageFacts(codedSize: largest, depth: 8, channels: 4)
    image.alpha = .unknown
    image.pages = count
    return HeaderFacts(image: image)
  }

  /// Returns the size in a directory entry, where 0 stands for 256.
  private static func size(in entry: ByteView) -> PixelSize {
    let sides = (0...1).map { entry[$0].map(Int.init) ?? 0 }.map { $0 == 0 ? 256 : $0 }
    return PixelSize(width: sides[0], height: sides[1])
  }

  /// Returns the size in an embedded PNG, which may be larger than an entry can state.
  ///
  /// It is `nil` for other encodings.
  private static func size(of picture: ByteView) -> PixelSize? {
    guard picture.begins(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
    return PixelSize(stated: picture.u32(16), picture.u32(20))
  }
}
