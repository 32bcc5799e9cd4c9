internal import Files
internal import Library
internal import Synchronization
internal import TeamStore

/// What this machine knows of a library's team store, for verbs that find a file missing. It never
/// contacts the store.
final class RemoteLookup: Sendable {
  private let library: ULID
  private let folder: FilePath
  private let loaded = Mutex<Loaded?>(nil)

  /// The state of a store, and the status of the settings file that it was loaded for.
  private struct Loaded {
    let settings: FileStatus
    let state: RemoteState
  }

  init(_ library: ULID, at folder: FilePath) { (self.library, self.folder) = (library, folder) }

  /// Whether the library has a team store.
  var isShared: Bool { settingsStatus != nil }

  private var settingsStatus: FileStatus? {
    guard let folder = RemoteSettings.folder(ProcessEnvironment.environment) else { return nil }
    return FileSystem.status(folder.appending("\(library).json".utf8))
  }

  /// Whether the team's store has a file; `false` if the state can't be read.
  func isElsewhere(_ blob: Digest) -> Bool {
    let isElsewhere = try? read { state in
      if try state.hasArrivals { try state.transaction { try state.settleArrivals() } }
      return try state.isStored(blob)
    }
    return isElsewhere ?? false
  }

  /// The other machines of the team; `nil` if the library isn't shared, empty if the state can't be
  /// read.
  var otherMachines: [TeamMachine]? {
    guard isShared else { return nil }
    return ((try? read { try $0.machines() }) ?? []).filter { !$0.isThis }
  }

  /// Whether other machines ask their users before they erase an element: it was not made here, and
  /// this machine's settings don't name it keeper. `false` if the state can't be read.
  func othersAsk(about element: ULID, _ library: ElementLibrary) -> Bool {
    guard isShared, (try? read { try !$0.hasMade(element) }) == true else { return false }
    let isKeeper = try? library.remoteSettings().flatMap { settings in
      try settings.keeper.map { keeper in
        try library.signatures(believing: keeper).ownKey().publicKey == keeper
      }
    }
    return isKeeper != true
  }

  /// The number of erasures by teammates that wait for the user's decision; 0 if the state can't be
  /// read.
  var heldErasureCount: Int { (try? read { try $0.heldErasureCount }) ?? 0 }

  /// What the store has lost; `nil` if nothing, or if the state can't be read.
  var loss: StoreLoss? { (try? read { try $0.loss }) ?? nil }

  /// Calls `body` with the state of the store; returns `nil` if there is none.
  private func read<Value: Sendable>(_ body: @Sendable (RemoteState) throws -> Value) throws
    -> Value?
  {
    guard let status = settingsStatus else { return nil }
    return try loaded.withLock { loaded in
      if loaded?.settings != status {
        loaded = nil
        guard let settings = try RemoteSettings.read(of: library),
          let state = try RemoteState(existingOf: folder, place: settings.place)
        else { return nil }
        loaded = Loaded(settings: status, state: state)
      }
      return try loaded.map { try body($0.state) }
    }
  }
}

extension ElementLibrary {
  /// Whether the library is shared through a team's store.
  public var isShared: Bool { remote.isShared }

  /// Whether a file is not on this machine, but in the team's store.
  package func isElsewhere(_ blob: Digest) -> Bool {
    !store.blobs.contains(blob) && remote.isElsewhere(blob)
  }

  /// Returns the problem of a stored file that is missing here; `nil` if it is present.
  ///
  /// - Parameter reference: The revision with the file, as `castbook fetch` needs it.
  package func absence(
    of blob: Digest, in reference: @autoclosure () throws -> HandleReference
  ) rethrows -> FileProblem? {
    guard !store.blobs.contains(blob) else { return nil }
    return .absent(handle: "\(try reference())", isElsewhere: remote.isElsewhere(blob))
  }

  /// Calls `body`. If it throws because a file is missing here but in the team's store, the error
  /// says how to get it. Compiled once for all types.
  @_semantics("optimize.sil.specialize.generic.never")
  func advisingFetch<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch LibraryError.missingBlob(let blob) where remote.isElsewhere(blob) {
      let owner = try? store.contents { try $0.blobs.owners(of: blob).first }
      var words = "--all"
      if let owner, owner.relation == .itself {
        words = owner.isLatest ? "\(owner.handle)" : "\(owner.handle) --all"
      }
      throw ElementLibraryError.fileElsewhere(
        owner?.file ?? blob.short, owner?.handle, fetch: words)
    }
  }
}
