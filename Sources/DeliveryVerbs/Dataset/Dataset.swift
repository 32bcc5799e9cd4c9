internal import Model

/// Pictures with captions to train a model with, and what they cover.
public struct Dataset: Sendable {
  public let layout: DatasetLayout
  /// The side of a square with as many pixels as the trainer uses of a picture.
  public let resolution: Int
  public let elements: [DatasetElement]
  /// Findings about the elements, the worst first. With an error, nothing is written.
  public let findings: [Finding]

  /// The worst status among the findings.
  public var status: Status { Status(findings) }
  /// The number of pictures.
  public var pictureCount: Int { elements.reduce(0) { $0 + $1.pictures.count } }
}

/// The pictures of one element in a dataset.
public struct DatasetElement: Sendable {
  public let handle: Handle
  /// The digest of the revision.
  public let revision: Digest
  /// The number of the revision.
  public let sequence: Int
  public let kind: ElementKind
  /// The word for the element in captions.
  public let trigger: String
  /// What the element is an example of, such as "person".
  public let classWord: String
  /// The name of its folder.
  public let folder: String
  public let pictures: [DatasetPicture]
  /// The files that are not in the dataset.
  public let leftOut: [LeftOut]
  public let coverage: DatasetCoverage

  /// A file that is not in the dataset.
  public struct LeftOut: Sendable {
    /// Its number in the element.
    public let number: Int
    /// The name under which it was added.
    public let name: String
    public let reason: String
  }
}

/// A picture of a dataset.
public struct DatasetPicture: Sendable {
  /// Its number in the element.
  public let number: Int
  public let role: Role
  /// The name of the file in the element's folder.
  public let file: String
  public let caption: String
  /// The digest of the element's file.
  public let original: Digest
  /// The digest of the file in the dataset: the original's, or that of a prepared copy.
  public let blob: Digest
  public let size: PixelSize

  /// The name of the file with the caption.
  public var captionFile: String { "\(FileName.parts(of: file).stem).txt" }
  /// The bytes of that file.
  var captionBytes: [UInt8] { Array("\(caption)\n".utf8) }
}

/// What the pictures of an element show together, and what is missing.
public struct DatasetCoverage: Sendable {
  /// The number of pictures of each role, in the order of roles.
  public let roles: [(role: Role, count: Int)]
  /// The views that an element of its kind should have and that no picture shows; empty if no role
  /// names a view.
  public let missing: [WantedView]
  /// Pictures that show the same.
  public let pairs: [Pair]
  /// Pictures whose light differs from the others', by number, each with a description.
  public let odd: [(number: Int, light: String)]
  /// How many pictures fall into each size that the trainer makes, the most frequent first.
  public let buckets: [(size: PixelSize, count: Int)]
  /// The numbers of pictures with fewer pixels than the trainer uses.
  public let small: [Int]
  /// What would improve the pictures most, or `nil`.
  public let advice: String?

  /// Two pictures that show the same.
  public struct Pair: Sendable {
    public let first: Int
    public let second: Int
    public let kind: SetPair.Kind
  }
}

/// The sizes that trainers make of pictures: sides that are multiples of 64, with about as many
/// pixels as a square of the resolution, and the proportions nearest to the picture's.
struct ResolutionBuckets {
  private static let step = 64

  /// All sizes, the narrowest first.
  private let sizes: [PixelSize]

  /// Returns the size that a picture gets.
  func size(of picture: PixelSize) -> PixelSize {
    let aspect = Double(picture.width) / Double(max(1, picture.height))
    return sizes.min { left, right in
      let distances = [left, right].map {
        abs(Double($0.width) / Double($0.height) - aspect)
      }
      return distances[0] < distances[1]
    } ?? picture
  }

  /// Determines the sizes of a resolution.
  init(resolution: Int) {
    let step = Self.step
    let area = resolution * resolution
    let square = resolution / step * step
    var sides: Set<[Int]> = [[square, square]]
    for width in stride(from: resolution / 4 / step * step, through: 2 * resolution, by: step)
    where width > 0 {
      let height = min(2 * resolution, area / width / step * step)
      guard height >= resolution / 4 else { continue }
      sides.insert([width, height])
      sides.insert([height, width])
    }
    sizes = sides.sorted { ($0[0], $1[1]) < ($1[0], $0[1]) }
      .map { PixelSize(width: $0[0], height: $0[1]) }
  }
}
