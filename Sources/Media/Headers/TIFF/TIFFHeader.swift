internal import Model

/// The pages of a TIFF or BigTIFF, and the facts about the first one.
struct TIFFHeader {
  /// The file's byte order and directories.
  private let structure: TIFFStructure
  /// The first directory, which readers show even if it is a thumbnail of another one.
  private let first: TIFFDirectory
  /// The number of full-size pages.
  private let pageCount: Int
  /// The problem of the chain of directories, or `nil` if it is intact.
  private let problem: FileProblem?

  /// The largest number of directories; no real document has more.
  private static let directoryLimit = 10_000
  /// The largest number of directory entries in total.
  ///
  /// Directories may overlap, so this bounds the work; it is enough for ten thousand honest
  /// pages.
  private static let entryLimit = 400_000

  /// Returns the facts in the header, with a problem if the file is cut off or malformed.
  static func facts(of file: ByteView) -> HeaderFacts {
    guard let structure = TIFFStructure(file) else {
      return .unreadable(
        file.count < 16
          ? .truncated(what: "the file ends inside its header")
          : .corrupt(what: "its header can't be read"))
    }
    guard structure.firstDirectoryOffset >= 8 else {
      return .unreadable(.corrupt(what: "its header does not lead to a picture"))
    }
    guard let first = structure.directory(at: structure.firstDirectoryOffset) else {
      return .unreadable(
        .truncated(
          what: structure.firstDirectoryOffset < file.count
            ? "the file ends inside its list of tags" : "the file ends before its list of tags"))
    }
    return TIFFHeader(structure, first).facts
  }

  /// Returns the ICC profile of the first page, or `nil` if it has none.
  static func profile(of file: ByteView) -> [UInt8]? {
    guard let structure = TIFFStructure(file), structure.firstDirectoryOffset >= 8 else {
      return nil
    }
    return structure.directory(at: structure.firstDirectoryOffset)?.data(TIFFTag.profile)?.copied
  }

  /// Follows the chain of directories and counts the pages.
  private init(_ structure: TIFFStructure, _ first: TIFFDirectory) {
    self.structure = structure
    var directory = first
    var seen: Set<Int> = [structure.firstDirectoryOffset]
    var pages = first.isPage ? 1 : 0
    var problem: FileProblem?
    var entries = first.count
    while directory.nextDirectoryOffset != 0 {
      guard seen.insert(directory.nextDirectoryOffset).inserted else {
        problem = .corrupt(what: "its pages form a loop")
        break
      }
      guard seen.count <= Self.directoryLimit, entries <= Self.entryLimit else {
        problem = .tooComplex(what: "more than \(Self.directoryLimit) pages, or as much work")
        break
      }
      guard let next = structure.directory(at: directory.nextDirectoryOffset) else {
        // Every reader still shows the first page.
        problem = .blemish(what: "the link after page \(max(1, pages)) leads outside the file")
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

  /// The facts about the first page.
  private var facts: HeaderFacts {
    guard let size = first.size else { return .withoutSize }
    var image = first.image(of: size)
    image.pages = pageCount
    if structure.isBig {
      image.orientation = first.number(TIFFTag.orientation).flatMap(Orientation.init) ?? .upright
    } else if let exif = EXIF(structure.file) {
      // A TIFF has the same structure as the EXIF block in other formats.
      image.merge(exif)
    }
    if let color = first.color { image.color = color }
    let problem = problem ?? first.truncation(in: structure.file)
    return HeaderFacts(image: image, problems: problem.map { [$0] } ?? [])
  }
}

extension TIFFDirectory {
  /// The width and height as coded, or `nil` if the directory has none.
  var size: PixelSize? { PixelSize(stated: number(TIFFTag.width), number(TIFFTag.height)) }

  /// Whether the directory is a page rather than a thumbnail or a mask.
  var isPage: Bool {
    let kind = number(TIFFTag.newSubfileType) ?? 0
    let isSmall = kind & 0b101 != 0 || number(TIFFTag.subfileType) == 2
    return !isSmall && has(TIFFTag.width)
      && (has(TIFFTag.stripOffsets) || has(TIFFTag.tileOffsets))
  }

  /// The bits of each sample, at least one number.
  var bitsPerSample: [Int] {
    let bits = numbers(TIFFTag.bitsPerSample)
    return bits.isEmpty ? [1] : bits
  }

  /// Returns the facts that the tags state about the pixels.
  func image(of size: PixelSize) -> ImageFacts {
    let samples = number(TIFFTag.samplesPerPixel) ?? bitsPerSample.count
    let isPalette = number(TIFFTag.photometric) == 3
    var image = ImageFacts(
      codedSize: size, depth: bitsPerSample[0],
      channels: isPalette && samples == 1 ? 3 : max(1, samples))
    // Among the extra samples, 1 and 2 mean alpha, and 0 means unspecified.
    if numbers(TIFFTag.extraSamples).contains(where: { $0 == 1 || $0 == 2 }) {
      image.alpha = .unknown
    }
    return image
  }

  /// The colour space that a profile or the kind of samples gives, or `nil` if neither does.
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
