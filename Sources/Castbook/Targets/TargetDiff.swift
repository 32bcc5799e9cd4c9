internal import Files
internal import Media

/// The verb `targets diff`: two profiles side by side, each known by its name or read from a file.
///
/// ```swift
/// let diff = try TargetDiff(from: .file(path), to: .target("kling-o3"), in: TargetCatalogue())
/// print(DiffPage.text(of: diff))
/// ```
public struct TargetDiff: Sendable {
  /// A profile as it is asked for.
  public enum Name: Sendable {
    /// An id or a short name.
    case target(String)
    case file(FilePath)
  }

  /// One of the two.
  public struct Side: Sendable {
    public let profile: TargetProfile
    public let origin: Origin
    /// The SHA-256 of its file; nothing where only a copy inside another file is known.
    public let digest: Digest?
  }

  /// Where a profile was found.
  public enum Origin: Sendable {
    case builtIn, users
    case file(FilePath)
  }

  public let old: Side
  public let new: Side
  public let changes: ProfileDiff

  /// Compares two profiles.
  public init(from old: Name, to new: Name, in catalogue: TargetCatalogue) throws {
    self.init(from: try Side(old, in: catalogue), to: try Side(new, in: catalogue))
  }

  /// Compares a file with the profile of the same id that is in use; with the built-in one where the
  /// file is the very one in use, since it stands in for that.
  public init(of file: FilePath, in catalogue: TargetCatalogue) throws {
    let old = try Side(.file(file), in: catalogue)
    let id = old.profile.id.rawValue
    let new = try Side(.target(id), in: catalogue)
    let isInUse = catalogue.isUsers(old.profile.id) && new.profile.bytes == old.profile.bytes
    let builtIn = isInUse ? try? Side(.target(id), in: TargetCatalogue()) : nil
    self.init(from: old, to: builtIn ?? new)
  }

  init(from old: Side, to new: Side) {
    self.old = old
    self.new = new
    changes = ProfileDiff(from: old.profile, to: new.profile)
  }
}

extension TargetDiff.Name {
  /// A word of a command line: what has a slash in it or ends in `.json` is a file.
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
  /// The target under a name. Where there is none, and a file is called so, that was meant.
  public static func target(
    _ name: String, in catalogue: TargetCatalogue
  ) throws -> TargetProfile {
    do {
      return try catalogue.find(name)
    } catch let error as UnknownTarget {
      guard let path = FilePath(name) else { throw error }
      switch TextFile.read(path, limit: 0) {
      case .success, .failure(.tooLarge): throw FileWithoutSlash(path: path)
      case .failure: throw error
      }
    }
  }
}

/// A word that names no target, and would name a file if it said so.
public struct FileWithoutSlash: Error, Sendable {
  public let path: FilePath
}

extension TargetDiff.Side {
  /// Profiles of more bytes are not read.
  static let limit = 4 << 20

  init(_ name: TargetDiff.Name, in catalogue: TargetCatalogue) throws {
    switch name {
    case .target(let name):
      let profile = try TargetDiff.target(name, in: catalogue)
      self.init(
        profile: profile, origin: catalogue.isUsers(profile.id) ? .users : .builtIn,
        digest: SHA256.digest(of: profile.bytes))
    case .file(let path):
      switch TextFile.read(path, limit: Self.limit) {
      case .success(let bytes): try self.init(bytes, from: path)
      case .failure(.tooLarge(let count)):
        throw UnreadableProfile(
          path: path,
          reason: "\(Quantity.grouped(count)) bytes; a profile has at most "
            + "\(Quantity.grouped(Self.limit))")
      case .failure(let reason):
        throw UnreadableProfile(path: path, reason: reason.words)
      }
    }
  }

  /// A profile's own file, or what `castbook targets ID --json` printed of it.
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
        file: error.file, place: JSONParser.place(of: keys, in: bytes), path: keys,
        problem: error.problem)
    }
  }
}

/// A file that was named as a profile and can't be read.
public struct UnreadableProfile: Error, Sendable {
  public let path: FilePath
  public let reason: String
}

extension UnreadableProfile: CustomStringConvertible {
  public var description: String { "\(path): \(reason)" }
}
