internal import Model

/// The numbers of all blobs while an index is filled. Its own index of their names is made once all are
/// there, which is much quicker than keeping it in order meanwhile.
///
/// It takes some forty bytes for each. Names are told apart by half of them: to find two that share it is
/// beyond anybody.
struct BlobNumbers {
  private struct Key: Hashable {
    let high: UInt64
    let low: UInt64

    init(_ digest: Digest) {
      func number(at start: Int) -> UInt64 {
        digest.bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
      }
      (high, low) = (number(at: 0), number(at: 8))
    }
  }

  private var numbers: [Key: Int] = [:]

  subscript(_ digest: Digest) -> Int? {
    get { numbers[Key(digest)] }
    set { numbers[Key(digest)] = newValue }
  }
}
