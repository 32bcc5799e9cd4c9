internal import Files
internal import Media

/// The verb `targets diff`: compares two profiles, each of which is a known target or a file.
///
/// ```swift
/// let diff = try TargetDiff(from: .file(path), to: .target("kling-o3"), in: TargetCatalogue())
/// print(DiffPage.text(of: diff))
/// ```
public struct TargetDiff: Sendable {
  /// A profile as the user names it.
  public enum Name: Sendable {
    /// A target by its id or short name.
    case target(String)
    /// A profile in a file.
    case file(FilePath)
  }

  /// One of the two profiles.
  public struct Side: Sendable {
    public let profile: TargetProfile
    /// The place where the profile was found.
    public let origin: Origin
    /// The SHA-256 of the file; `nil` for a profile that was copied out of a larger file.
    public let digest: Digest?
  }

  /// The place where a profile was found.
  public enum Origin: Sendable {
    case builtIn, users
    case file(FilePath)
  }

  /// The earlier profile, or the first of the two.
  public let old: Side
  /// The later profile, or the second of the two.
  public let new: Side
  /// The statements that differ.
  public let changes: ProfileDiff

  /// Compares two profiles.
  ///
  /// - Throws: `UnknownTarget`, `TargetNameError` or `ProfileError` if a profile can't be found or
  ///   read.
  public init(from old: Name, to new: Name, in catalogue: TargetCatalogue) throws {
    self.init(from: try Side(old, in: catalogue), to: try Side(new, in: catalogue))
  }

  /// Compares a file with the profile of the same id that is in use.
  ///
  /// If the file itself is in use, it is compared with the built-in profile that it replaces.
  public init(of file: FilePath, in catalogue: TargetCatalogue) throws {
    let old = try Side(.file(file), in: catalogue)
    let id = old.profile.id.rawValue
    let new = try Side(.target(id), in: catalogue)
    let isInUse = catalogue.isUserDefined(old.profile.id) && new.profile.bytes == old.profile.bytes
    let builtIn = isInUse ? try? Side(.target(id), in: TargetCatalogue()) : nil
    self.init(from: old, to: builtIn ?? new)
  }

  /// Compares two profiles that were found before.
  init(from old: Side, to new: Side) {
    self.old = old
    self.new = new
    changes = ProfileDiff(from: old.profile, to: new.profile)
  }
}

extension TargetDiff.Name {
  /// Reads a word of a command line. A word with a slash, or one that ends in `.json`, is a file.
  ///
  /// - Returns: `nil` if the word can't be a path, such as one with a zero byte.
  public init?(_ word: [UInt8]) {
    let isFile = word.contains(UInt8(ascii: "/")) || word.suffix(5) == Array(".json".utf8)[...]
    guard isFile else {
      self = .target(String(decoding: word, as: UTF8.self))
      return
    }
    guard let path = FilePath(bytes: word) else { return nil }
    self = .file(path)
  }
}

extension TargetDiff {
  /// Returns the target with a name.
  ///
  /// - Throws: `TargetNameError` instead of `UnknownTarget` if a file has that name, since the
  ///   user probably meant the file.
  public static func target(
    _ name: String, in catalogue: TargetCatalogue
  ) throws -> TargetProfile {
    do {
      return try catalogue.find(name)
    } catch let error as UnknownTarget {
      guard let path = FilePath(name) else { throw error }
      switch TextFile.read(path, limit: 0) {
      case .success, .failure(.tooLarge): throw TargetNameError.fileWithoutSlash(path)
      case .failure: throw error
      }
    }
  }
}

extension TargetDiff.Side {
  /// The maximum size of a profile in bytes.
  static let limit = 4 << 20

  /// Finds a profile by its name, or reads it from a file.
  init(_ name: TargetDiff.Name, in catalogue: TargetCatalogue) throws {
    switch name {
    case .target(let name):
      let profile = try TargetDiff.target(name, in: catalogue)
      self.init(
        profile: profile, origin: catalogue.isUserDefined(profile.id) ? .users : .builtIn,
        digest: SHA256.digest(of: profile.bytes))
    case .file(let path):
      switch TextFile.read(path, limit: Self.limit) {
      case .success(let bytes): try self.init(bytes, from: path)
      case .failure(.tooLarge(let count)):
        throw TargetNameError.unreadableProfile(
          path,
          "\(Quantity.grouped(count)) bytes; a profile has at most "
            + "\(Quantity.grouped(Self.limit))")
      case .failure(let reason):
        throw TargetNameError.unreadableProfile(path, reason.message)
      }
    }
  }

  /// Reads a profile file, or the output of `castbook targets ID --json`, which contains a profile.
  ///
  /// An error within such output is reported at its place in the whole file.
  private init(_ bytes: [UInt8], from path: FilePath) throws {
    let file = TargetDiff.Origin.file(path)
    guard let value = try? JSONParser.parse(bytes), value["castbook"]?.string == "target-profile/1",
      let inside = value["profile"]
    else {
      let profile = try ProfileLoader.load(bytes, file: path.text)
      self.init(profile: profile, origin: file, digest: SHA256.digest(of: bytes))
      return
    }
    do {
      let profile = try ProfileLoader.load(Array(inside.compactText.utf8), file: path.text)
      self.init(profile: profile, origin: file, digest: nil)
    } catch {
      let keys = ["profile"] + error.path
      throw ProfileError(
        file: error.file, location: JSONParser.location(of: keys, in: bytes), path: keys,
        problem: error.problem)
    }
  }
}
