package import Files
package import Model
internal import POSIX

/// The parts of the machine that a library depends on: the time, random bytes and file systems.
/// Tests pass their own.
package struct SystemEnvironment: Sendable {
  /// The time, in milliseconds since 1970.
  package let now: @Sendable () -> Int
  /// Returns the given number of unpredictable bytes.
  package let random: @Sendable (Int) -> [UInt8]
  /// Returns the properties of a folder's file system.
  package let traits: @Sendable (FilePath) -> FolderTraits
  /// Returns the author of changes, as one line in the user's own words; empty if unknown.
  private let currentAuthor: @Sendable () -> String

  package init(
    now: @escaping @Sendable () -> Int, random: @escaping @Sendable (Int) -> [UInt8],
    traits: @escaping @Sendable (FilePath) -> FolderTraits = { FolderTraits(ofLibrary: $0) },
    author: String = ""
  ) {
    self.init(now: now, random: random, traits: traits, currentAuthor: { author })
  }

  private init(
    now: @escaping @Sendable () -> Int, random: @escaping @Sendable (Int) -> [UInt8],
    traits: @escaping @Sendable (FilePath) -> FolderTraits = { FolderTraits(ofLibrary: $0) },
    currentAuthor: @escaping @Sendable () -> String
  ) {
    self.currentAuthor = currentAuthor
    self.now = now
    self.random = random
    self.traits = traits
  }

  /// The author of changes, as one line in the user's own words; empty if unknown.
  package var author: String { currentAuthor() }

  /// The real machine.
  package static let ofThisMachine = SystemEnvironment(
    now: {
      var time = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &time)
      return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    },
    random: { count in
      // The system supplies eight bytes at a time.
      var generator = SystemRandomNumberGenerator()
      var bytes: [UInt8] = []
      while bytes.count < count {
        let word = generator.next()
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
      }
      return Array(bytes.prefix(count))
    }, currentAuthor: { AuthorName.ofUser?.text ?? "" })
}

extension FolderTraits {
  /// Asks the system about a library's folder, and about locks on its manifest.
  package init(ofLibrary folder: FilePath) {
    self.init(of: folder, lockedFile: folder.appending(LibraryManifest.name))
  }
}
