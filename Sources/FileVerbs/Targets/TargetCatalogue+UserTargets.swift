internal import Archive
internal import Files
internal import Media

extension TargetCatalogue {
  /// Loads the built-in targets and the user's own, which take precedence.
  ///
  /// A faulty file in the configured folder is skipped and kept among the catalogue's faults, so
  /// that it only fails commands that need it. Faults in a folder that the user named are errors.
  ///
  /// - Parameters:
  ///   - folder: A folder of targets that the user named; it replaces the configured one.
  ///   - configured: The folder of the configuration, which may not exist.
  ///   - pinned: Profiles of an earlier day, which replace all others with their ids.
  /// - Throws: `ProfileError` for a faulty profile, `TargetNameError` for a folder or file that
  ///   can't be read.
  public static func load(
    named folder: FilePath?, configured: FilePath?,
    pinned: [(name: String, bytes: [UInt8])] = []
  ) throws -> TargetCatalogue {
    // These are the names that `pinned(at:)` gives to the profiles in a bundle.
    let carried = Set(
      pinned.map(\.name).filter { $0.hasSuffix("/target.json") || $0.contains("/makers/") })
    if let folder {
      return try TargetCatalogue(
        user: beside(pinned, trustedProfiles(in: folder)), carried: carried)
    }
    guard let configured else { return try TargetCatalogue(user: pinned, carried: carried) }
    var faults: [ProfileError] = []
    var files = try beside(pinned, profiles(in: configured, isOptional: true, &faults))
    while true {
      do {
        // All files are loaded together, since they may refer to each other.
        return try TargetCatalogue(user: files, faults: faults, carried: carried)
      } catch {
        guard files.contains(where: { $0.name == error.file }) else { throw error }
        files.removeAll { $0.name == error.file }
        faults.append(error)
      }
    }
  }

  /// Returns the pinned profiles, and the others whose ids are different. Files that can't be
  /// parsed are kept, so that the catalogue reports them.
  private static func beside(
    _ pinned: [(name: String, bytes: [UInt8])], _ others: [(name: String, bytes: [UInt8])]
  ) throws -> [(name: String, bytes: [UInt8])] {
    let ids = Set(try pinned.map { try ProfileLoader.load($0.bytes, file: $0.name).id })
    return pinned
      + others.filter { file in
        (try? ProfileLoader.load(file.bytes, file: file.name)).map { !ids.contains($0.id) } ?? true
      }
  }

  /// Returns the profiles in a file, or those that a bundle was made with.
  ///
  /// - Parameter path: A profile, or a bundle as a folder or a zip file.
  /// - Throws: `FileVerbError` if a folder or zip file isn't a bundle.
  public static func pinned(at path: FilePath) throws -> [(name: String, bytes: [UInt8])] {
    if FileSystem.statusFollowingLinks(path)?.isFolder != true, path.suffix != "zip" {
      switch TextFile.read(path, limit: 4 << 20) {
      case .success(let bytes): return [(path.text, bytes)]
      case .failure(let reason): throw TargetNameError.unreadableFolder(path, reason.message)
      }
    }
    do { return try filesOfBundle(at: path) } catch let failure as any FileFailure {
      throw TargetNameError.unreadableFolder(path, failure.reason)
    }
  }

  /// Returns the profiles that a bundle was made with.
  private static func filesOfBundle(
    at path: FilePath
  ) throws -> [(name: String, bytes: [UInt8])] {
    let found = try BundleSource.open(path)
    let names = found.files.map(\.name).filter { name in
      name.text == "target.json" || name.text.hasPrefix("makers/")
    }
    guard names.contains(where: { $0.text == "target.json" }) else {
      throw FileVerbError.invalidRequest(
        "\(path) is not a bundle: it has no target.json", fix: "name a profile's file")
    }
    return try names.map { ("\(path)/\($0)", try found.bytes(of: $0, limit: 4 << 20)) }
  }

  /// Returns the user's folder of targets: `$XDG_CONFIG_HOME/castbook/targets`, or
  /// `~/.config/castbook/targets` if the variable isn't an absolute path.
  ///
  /// - Returns: The folder, whether or not it exists; `nil` if the environment has no home folder.
  public static func configuredFolder(_ environment: (String) -> [UInt8]?) -> FilePath? {
    UserConfiguration.folder("targets", environment)
  }

  /// Reads the profiles in a folder that the user named, all of which must be usable.
  private static func trustedProfiles(
    in folder: FilePath
  ) throws -> [(name: String, bytes: [UInt8])] {
    var faults: [ProfileError] = []
    let files = try profiles(in: folder, isOptional: false, &faults)
    if let fault = faults.first { throw fault }
    return files
  }

  /// Reads all `.json` files in a folder, except hidden ones. A file that other users may change is
  /// left out, as a fault: a profile decides where pictures and keys go.
  private static func profiles(
    in folder: FilePath, isOptional: Bool, _ faults: inout [ProfileError]
  ) throws -> [(name: String, bytes: [UInt8])] {
    let names: [[UInt8]]
    switch Folder.names(in: folder) {
    case .success(let found): names = found
    case .failure(.notFound) where isOptional: return []
    case .failure(let reason): throw TargetNameError.unreadableFolder(folder, reason.message)
    }
    return try names.filter { $0.ends(with: Array(".json".utf8)) && $0.first != UInt8(ascii: ".") }
      .compactMap { name in
        let path = folder.appending(name)
        if let problem = SettingsFile.problem(with: path) {
          faults.append(
            ProfileError(file: path.text, location: nil, path: [], problem: problem.reason))
          return nil
        }
        switch TextFile.read(path, limit: 4 << 20) {
        case .success(let bytes): return (path.text, bytes)
        case .failure(let reason): throw TargetNameError.unreadableFolder(path, reason.message)
        }
      }
  }
}

extension Sequence where Element: Equatable {
  /// Returns whether the sequence ends with the given elements.
  fileprivate func ends(with suffix: [Element]) -> Bool {
    reversed().starts(with: suffix.reversed())
  }
}
