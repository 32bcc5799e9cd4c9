internal import Model

/// The manifest store of a file, as its format embeds it.
struct EmbeddedStore {
  /// The boxes of JUMBF.
  var bytes: [UInt8] = []
  /// The parts of the file that contain it, with what the format adds around it, in their order.
  var places: [Range<Int>] = []

  /// What looking for a store gave.
  enum Search {
    case none
    case found(EmbeddedStore)
    /// There is one that can't be used.
    case failed(CredentialProblem)
  }

  /// The largest store that is read. Those with thumbnails of many ingredients have a few
  /// megabytes.
  static let maximumBytes = 64 << 20
  /// The largest number of segments, chunks or boxes that are looked at.
  static let maximumParts = 200_000

  /// The formats in which a store is looked for.
  static let formats: Set<MediaFormat> = [
    .jpeg, .png, .webp, .wav, .avi, .mp4, .mov, .m4v, .m4a, .heic, .avif, .jxl, .tiff, .raw, .gif,
  ]

  /// Looks for the store of a file.
  static func search(_ source: ByteSource, _ format: MediaFormat) -> Search {
    switch format {
    case .jpeg: JPEGStore.search(source)
    case .png: ChunkStore.searchPNG(source)
    case .webp, .wav, .avi: ChunkStore.searchRIFF(source)
    case .mp4, .mov, .m4v, .m4a, .heic, .avif, .jxl: MovieStore.search(source)
    case .tiff, .raw: TIFFStore.search(source)
    case .gif: GIFStore.search(source)
    default: .none
    }
  }

  /// Returns one store; more than one is a fault, because readers may choose another one.
  static func only(_ stores: [EmbeddedStore]) -> Search {
    switch stores.count {
    case 0: .none
    case 1: .found(stores[0])
    default: .failed(CredentialProblem(.severalStores))
    }
  }

  /// Returns a store that is one part of a file; a failure if it is too large or cut off.
  static func part(_ source: ByteSource, _ range: Range<Int>, within place: Range<Int>) -> Search {
    guard range.count <= maximumBytes else { return tooLarge(range.count) }
    guard let bytes = source.part(range.lowerBound, range.count) else {
      return .failed(CredentialProblem(.damaged))
    }
    return .found(EmbeddedStore(bytes: Array(bytes), places: [place]))
  }

  static func tooLarge(_ byteCount: Int) -> Search {
    .failed(
      CredentialProblem(.tooLarge, "they have \(Quantity.grouped(byteCount)) bytes, which is"))
  }
}
