package import Files
package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a library asks the machine for and a test hands in: the time, chance, and what folders are like.
package struct Surprises: Sendable {
  /// The time, in thousandths of a second since 1970.
  package let now: @Sendable () -> Int
  /// So many bytes that nobody can foresee.
  package let random: @Sendable (Int) -> [UInt8]
  /// What a folder is like.
  package let nature: @Sendable (FilePath) -> FolderTraits
  /// Who changes the library, in one line of their own words.
  package let author: String

  package init(
    now: @escaping @Sendable () -> Int, random: @escaping @Sendable (Int) -> [UInt8],
    nature: @escaping @Sendable (FilePath) -> FolderTraits = { FolderTraits(ofLibrary: $0) },
    author: String = ""
  ) {
    self.author = author
    self.now = now
    self.random = random
    self.nature = nature
  }

  /// The machine's own.
  package static let ofThisMachine = Surprises(
    now: {
      var time = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &time)
      return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    },
    random: { count in
      var generator = SystemRandomNumberGenerator()
      return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }, author: namedAuthor)

  /// Whom `CASTBOOK_BY` names: what is no single line of plain text is left out.
  private static var namedAuthor: String {
    guard let value = unsafe getenv("CASTBOOK_BY") else { return "" }
    let text = unsafe String(cString: value)
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      ![.control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse]
        .contains(scalar.properties.generalCategory)
    }
    guard isPlain, text.count <= 200 else { return "" }
    return NormalText.nfc(text)
  }
}

extension FolderTraits {
  /// Asks the system about a library's folder, and about locks on its manifest.
  package init(ofLibrary folder: FilePath) {
    self.init(of: folder, lockedFile: folder.appending(LibraryManifest.name))
  }
}
