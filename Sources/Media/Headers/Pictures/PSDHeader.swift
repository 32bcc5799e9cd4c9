internal import Model

/// The header of a Photoshop file, and its list of resources.
enum PSDHeader {
  /// Returns the facts in the header, with a problem if the file ends before its pixels.
  static func facts(of file: ByteView) -> HeaderFacts {
    guard file.count >= 26, let version = file.u16(4), let channels = file.u16(12),
      let depth = file.u16(22), let mode = file.u16(24)
    else { return .unreadable(.truncated(what: "the file ends inside its header")) }
    guard let size = PixelSize(stated: file.u32(18), file.u32(14)) else { return .withoutSize }
    // Files with a palette are shown in colour.
    var image = ImageFacts(
      codedSize: size, depth: depth, channels: mode == 2 && channels == 1 ? 3 : max(1, channels))
    // A channel beyond those of the colour mode is alpha or a saved selection.
    let colorChannels = [1: 1, 2: 1, 3: 3, 4: 4, 8: 1, 9: 3][mode] ?? channels
    if channels > colorChannels { image.alpha = .unknown }
    if mode == 9 { image.color = .named("CIELab") }
    let end = readParts(file, isLarge: version == 2, into: &image)
    if mode == 4 {
      let profile: String? = if case .cmyk(let name) = image.color { name } else { nil }
      image.color = .cmyk(profile)
    }
    let isTruncated = end.map { $0 >= file.count } ?? true
    return HeaderFacts(
      image: image,
      problems: isTruncated ? [.truncated(what: "the file ends before its pixels")] : [])
  }

  /// Reads the palette, resources and layers.
  ///
  /// Returns the offset of the pixels, or `nil` if the file ends before them.
  private static func readParts(
    _ file: ByteView, isLarge: Bool, into image: inout ImageFacts
  ) -> Int? {
    guard let palette = file.u32(26), let resources = file.u32(30 + palette) else { return nil }
    let start = 34 + palette
    readResources(file.part(start, resources) ?? file.from(start), into: &image)
    let layers = start + resources
    guard let length = isLarge ? file.u64(layers) : file.u32(layers), length < Int.max / 2 else {
      return nil
    }
    return layers + (isLarge ? 8 : 4) + length
  }

  /// Reads the colour profile from the list of resources.
  private static func readResources(_ resources: ByteView, into image: inout ImageFacts) {
    var position = 0
    var seen: Set<Int> = []
    for _ in 0..<1000 where resources.begins(with: "8BIM", at: position) {
      guard let id = resources.u16(position + 4), let name = resources[position + 6] else { return }
      // The name has its length in front and is padded to an even count, as the data are.
      let head = position + 6 + (Int(name) + 2) / 2 * 2
      guard let length = resources.u32(head), let data = resources.part(head + 4, length) else {
        return
      }
      // Only the first resource of an id counts.
      switch seen.insert(id).inserted ? id : 0 {
      case 1039: if let profile = ICCProfile(data) { image.color = profile.colorSpace }
      default: break
      }
      position = head + 4 + (length + 1) / 2 * 2
    }
  }
}
