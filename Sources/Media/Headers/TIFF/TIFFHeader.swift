internal import Model

/// The pages of a TIFF or BigTIFF, and what the first of them says of itself.
struct TIFFHeader {
  private let structure: TIFFStructure
  /// The first directory, which readers show, be it the thumbnail of another one.
  private let first: TIFFDirectory
  private let pageCount: Int
  private let problem: FileProblem?

  /// More directories than this make no document.
  private static let directoryLimit = 10_000
  /// Directories may lie over one another; so much work is enough for ten thousand honest ones.
  private static let entryLimit = 400_000

  static func facts(of file: ByteView) -> HeaderFacts {
    guard let structure = TIFFStructure(file) else {
      return .hopeless(
        file.count < 16
          ? .truncated(what: "the file ends inside its header")
          : .corrupt(what: "its header can't be read"))
    }
    guard structure.first >= 8 else {
      return .hopeless(.corrupt(what: "its header does not lead to a picture"))
    }
    guard let first = structure.directory(at: structure.first) else {
      return .hopeless(
        .truncated(
          what: structure.first < file.count
            ? "the file ends inside its list of tags" : "the file ends before its list of tags"))
    }
    return TIFFHeader(structure, first).facts
  }

  /// The profile that the first page's colours are of.
  static func profile(of file: ByteView) -> [UInt8]? {
    guard let structure = TIFFStructure(file), structure.first >= 8 else { return nil }
    return structure.directory(at: structure.first)?.data(TIFFTag.profile)?.copied
  }

  private init(_ structure: TIFFStructure, _ first: TIFFDirectory) {
    self.structure = structure
    var directory = first
    var seen: Set<Int> = [structure.first]
    var pages = first.isPage ? 1 : 0
    var problem: FileProblem?
    var entries = first.count
    while directory.next != 0 {
      guard seen.insert(directory.next).inserted else {
        problem = .corrupt(what: "its pages form a loop")
        break
      }
      guard seen.count <= Self.directoryLimit, entries <= Self.entryLimit else {
        problem = .tooComplex(
          what: "more than \(Self.directoryLimit) pages, or as much work")
        break
      }
      guard let next = structure.directory(at: directory.next) else {
        // Every reader shows the first page all the same.
        problem = .blemish(
          what: "the link after page \(max(1, pages)) leads outside the file")
        break
      }
      directory = next
      entries += next.count
      if next.isPage { pages += 1 }
    }
    self.problem = problem
    self.first = first
    pageCount = max(1, pages)
  }

  private var facts: HeaderFacts {
    guard let size = first.size else {
      return .withoutSize
    }
    var image = first.image(of: size)
    image.pages = pageCount
    if structure.isBig {
      image.orientation = first.number(TIFFTag.orientation).flatMap(Orientation.init) ?? .upright
    } else if let exif = EXIF(structure.file) {
      // A TIFF is built as the block that cameras put into other formats.
      image.take(exif)
    }
    if let color = first.color { image.color = color }
    let problem = problem ?? first.cut(in: structure.file)
    return HeaderFacts(image: image, problems: problem.map { [$0] } ?? [])
  }
}

extension TIFFDirectory {
  /// Width and height as coded.
  var size: PixelSize? {
    PixelSize(stated: number(TIFFTag.width), number(TIFFTag.height))
  }

  /// Whether it is a picture of its own: no thumbnail of another one and no mask.
  var isPage: Bool {
    let kind = number(TIFFTag.newSubfileType) ?? 0
    let isSmall = kind & 0b101 != 0 || number(TIFFTag.subfileType) == 2
    return !isSmall && has(TIFFTag.width)
      && (has(TIFFTag.stripOffsets) || has(TIFFTag.tileOffsets))
  }

  var bitsPerSample: [Int] {
    let bits = numbers(TIFFTag.bitsPerSample)
    return bits.isEmpty ? [1] : bits
  }

  /// What the tags say of the pixels.
  func image(of size: PixelSize) -> ImageFacts {
    let samples = number(TIFFTag.samplesPerPixel) ?? bitsPerSample.count
    let isPalette = number(TIFFTag.photometric) == 3
    var image = ImageFacts(
      codedSize: size, depth: bitsPerSample[0],
      channels: isPalette && samples == 1 ? 3 : max(1, samples))
    // Of the values behind the colours, 1 and 2 mean alpha, and 0 that nobody knows.
    if numbers(TIFFTag.extraSamples).contains(where: { $0 == 1 || $0 == 2 }) {
      image.alpha = .unknown
    }
    return image
  }

  /// The colours meant, where a profile or the kind of values says it.
  var color: ColorSpace? {
    let profile = data(TIFFTag.profile).flatMap(ICCProfile.init)
    switch number(TIFFTag.photometric) {
    case 5 where (number(TIFFTag.inkSet) ?? 1) == 1: return .cmyk(profile?.name)
    case 5: return .named("inks of its own")
    case 8, 9, 10: return .named("CIELab")
    default: return profile?.colorSpace
    }
  }
}
