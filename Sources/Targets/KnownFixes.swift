public import Model

/// Castbook's C libraries with the fixes of their security holes, from `Catalog/libraries.json`.
///
/// ```swift
/// let fixes = try KnownFixes()
/// fixes.libraries.first { $0.name == "libwebp" }?.fixes.map(\.ids)
/// ```
public struct KnownFixes: Sendable {
  /// The day on which the table was compiled.
  public let asOf: Day
  /// The libraries in the order of the file.
  public let libraries: [KnownLibrary]

  /// Reads the built-in file.
  ///
  /// - Throws: `ProfileError` when the file is invalid.
  public init() throws(ProfileError) {
    try self.init(bytes: Resource.bytes("libraries.json") ?? [])
  }

  /// Reads the contents of such a file.
  init(bytes: [UInt8]) throws(ProfileError) {
    self = try ProfileReader.read(bytes, file: "libraries.json")
  }
}

/// A C library that Castbook uses.
public struct KnownLibrary: Sendable {
  public let name: String
  /// The prefixes of its files' names.
  public let files: [String]
  /// The packages of Debian and Ubuntu that contain it.
  public let packages: [String]
  /// The fixes, the latest first.
  public let fixes: [KnownFix]
}

/// The fix of a security hole in a library.
public struct KnownFix: Sendable {
  /// The identifiers of the holes: `CVE-2023-4863`.
  public let ids: [String]
  /// What the hole makes possible.
  public let what: String
  /// The first version of the library with the fix; `nil` if no source states it.
  public let version: String?
  /// The first version of Debian's package with the fix, by the number of Debian's release.
  public let debian: [String: String]
  public let date: Day
  public let source: String
}

extension KnownFixes: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    asOf = try reader.required("asOf")
    libraries = try reader.nonEmptyList("libraries")
  }
}

extension KnownLibrary: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    name = try reader.required("name")
    files = try reader.nonEmptyList("files")
    packages = try reader.nonEmptyList("packages")
    fixes = try reader.list("fixes")
  }
}

extension KnownFix: ProfilePart {
  /// Reads a fix, which must state where it is: in a version of the library, or in a package.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    ids = try reader.nonEmptyList("ids")
    what = try reader.required("what")
    version = try reader.optional("version")
    var debian: [String: String] = [:]
    for member in try reader.members("debian") { debian[member.key] = try String(member) }
    self.debian = debian
    date = try reader.required("date")
    source = try reader.required("source")
    if version == nil, debian.isEmpty { throw reader.fault("states no version with the fix") }
  }
}
