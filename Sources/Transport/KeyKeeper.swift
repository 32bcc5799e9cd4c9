internal import Files
internal import Model
internal import Transfers

/// Keeps the keys that the user enters: in the system's keyring by the program `secret-tool`, or
/// each in a file that only this user may read.
///
/// No program gets a key as an argument: `secret-tool` reads it from its standard input.
enum KeyKeeper {
  /// Keeps a key or forgets it.
  ///
  /// - Returns: Where the key is kept; `nil` if it was forgotten and hadn't been kept.
  static func perform(_ request: KeyRequest) throws(TransferFailure) -> KeptKey.Place? {
    guard case .keep(let source, let wanted) = request.action else {
      return try filing { () throws(FileError) in try forget(request, except: nil) }
    }
    let key = try key(from: source, request.name)
    return try filing { () throws(FileError) in
      let place = try keep(key, request, in: wanted)
      _ = try forget(request, except: place, leavesLocked: true)
      return place
    }
  }

  /// Calls `body`, and reports an error of a file as the answer to castbook.
  private static func filing<Value>(
    _ body: () throws(FileError) -> Value
  ) throws(TransferFailure) -> Value {
    do throws(FileError) {
      return try body()
    } catch {
      throw TransferFailure(.fileFailed, "\(error.path): \(error.reason)")
    }
  }

  private static func key(
    from source: KeyRequest.Source, _ name: String
  ) throws(TransferFailure) -> [UInt8] {
    // Keys are pasted, often with the blanks and line breaks around them.
    let bytes: [UInt8] =
      switch source {
      case .bytes(let bytes): bytes
      case .terminal: TerminalPrompt.read("\(name): ", limit: KeptKey.maximumLength + 1) ?? []
      }
    let isBlank = { (byte: UInt8) in byte <= 0x20 }
    let key = Array(bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    let problem: String? =
      if key.isEmpty {
        "no key was entered"
      } else if !key.allSatisfy({ (0x21...0x7E).contains($0) }) {
        "a key contains only unaccented letters, digits and punctuation, and no spaces or line breaks"
      } else if key.count < KeptKey.minimumLength {
        "a key has at least \(KeptKey.minimumLength) characters; this one has \(key.count)"
      } else if key.count > KeptKey.maximumLength {
        "a key has at most \(KeptKey.maximumLength) characters"
      } else {
        nil
      }
    if let problem { throw TransferFailure(.invalidRequest, problem) }
    return key
  }

  // MARK: Places

  private static func keep(
    _ key: [UInt8], _ request: KeyRequest, in wanted: KeptKey.Place?
  ) throws(FileError) -> KeptKey.Place {
    if wanted != .file {
      if let mark = request.key(in: .keyring), Keyring.keep(key, mark) {
        try write([], mark, in: request.folder)
        return .keyring
      }
      guard wanted == nil else {
        throw FileError(
          request.folder,
          "the keyring can't be used: install secret-tool and log in to a desktop session, or use --in file"
        )
      }
    }
    if let own = request.key(in: .file) { try write(key + [0x0A], own, in: request.folder) }
    return .file
  }

  private static func write(
    _ bytes: [UInt8], _ key: KeptKey, in folder: FilePath
  ) throws(FileError) {
    let path = key.path(in: folder)
    for folder in [folder, path.folder] { try FileSystem.makePrivateFolder(folder) }
    if let problem = SettingsFile.problem(with: path) { throw problem }
    try AtomicFile.writePrivate(bytes, to: path, replacing: true)
  }

  /// Forgets a key in every place but one, and returns the place where it was.
  ///
  /// - Parameter leavesLocked: Whether a keyring that can't be used now may keep its copy. Without
  ///   the mark, that copy isn't looked for.
  private static func forget(
    _ request: KeyRequest, except kept: KeptKey.Place?, leavesLocked: Bool = false
  ) throws(FileError) -> KeptKey.Place? {
    var found: KeptKey.Place?
    for place in KeptKey.Place.allCases where place != kept {
      guard let key = request.key(in: place) else { continue }
      let path = key.path(in: request.folder)
      guard FileSystem.status(path) != nil else { continue }
      if place == .keyring, !Keyring.forget(key), !leavesLocked {
        throw FileError(
          path,
          "the keyring is not available and still has a copy of this key: unlock it, then run this again"
        )
      }
      try FileSystem.remove(path)
      try FileSystem.syncFolder(path.folder)
      found = place
    }
    return found
  }
}

extension KeyRequest {
  /// Returns the key as it is kept in a place.
  fileprivate func key(in place: KeptKey.Place) -> KeptKey? {
    KeptKey(name, of: account, in: place)
  }
}

/// The system's keyring, as `secret-tool` of libsecret reaches it.
private enum Keyring {
  /// The attributes by which the keyring finds a key. Neither name has a sign that a shell reads.
  private static func attributes(_ key: KeptKey) -> String {
    "castbook-key \(key.name) castbook-account \(key.account)"
  }

  /// Keeps a key, and returns whether the keyring gives it back.
  static func keep(_ text: [UInt8], _ key: KeptKey) -> Bool {
    let command =
      "secret-tool store --label='Castbook: \(key.name) (\(key.account))' \(attributes(key)) 2>&1"
    guard (try? ShellCommand.output(of: command, reading: text, for: ServerInput.descriptor)) != nil
    else { return false }
    return (try? read(key)) == text
  }

  static func read(_ key: KeptKey) throws(ShellCommand.Failure) -> [UInt8] {
    try KeyCommand.output(of: "secret-tool lookup \(attributes(key)) 2>/dev/null")
  }

  /// Forgets a key, and returns whether the keyring no longer has it.
  static func forget(_ key: KeptKey) -> Bool {
    // It fails without a word if the keyring has no such key.
    let command = "words=$(secret-tool clear \(attributes(key)) 2>&1) || test -z \"$words\""
    return (try? KeyCommand.output(of: command)) != nil
  }
}

extension KeptAccount {
  /// Returns a key that Castbook keeps for the account; `nil` if it keeps none of that name.
  ///
  /// - Throws: `TransferFailure` if it can't be read, or other users may read its file.
  func key(
    _ name: String, run: (String) throws(ShellCommand.Failure) -> [UInt8] = KeyCommand.output
  ) throws(TransferFailure) -> String? {
    for place in KeptKey.Place.allCases {
      guard let key = KeptKey(name, of: self.name, in: place) else { return nil }
      let path = key.path(in: folder)
      guard let status = FileSystem.status(path) else { continue }
      do throws(FileError) {
        switch place {
        case .file:
          guard status.mode & 0o077 == 0 else {
            throw FileError(path, "other users may read it; run chmod 600 \(path)")
          }
          guard let bytes = try SettingsFile.read(path, limit: KeptKey.maximumLength + 1) else {
            return nil
          }
          return String(decoding: bytes, as: UTF8.self)
        case .keyring:
          if let problem = SettingsFile.problem(with: path) { throw problem }
          do throws(ShellCommand.Failure) {
            return String(decoding: try Keyring.read(key), as: UTF8.self)
          } catch {
            throw FileError(
              path,
              "the keyring gave no key (secret-tool \(error.message)): unlock it, or enter the key again"
            )
          }
        }
      } catch {
        throw TransferFailure(.noKey, "\(error.path): \(error.reason)")
      }
    }
    return nil
  }

  /// The keys with which a team's store is opened.
  var storeCredentials: StoreCredentials {
    get throws(TransferFailure) {
      let names = Self.storeKeyNames
      guard let access = try key(names.access)?.line, let secret = try key(names.secret)?.line
      else {
        throw TransferFailure(
          .noKey,
          "Castbook keeps no store keys for the account \(name): enter them with castbook settings key "
            + "AWS_ACCESS_KEY_ID --account \(name), and AWS_SECRET_ACCESS_KEY"
        )
      }
      return StoreCredentials(accessKey: access, secretKey: secret, sessionToken: nil)
    }
  }
}

extension String {
  /// The text without the line break at its end.
  var line: String { last == "\n" ? String(dropLast()) : self }
}
