internal import Networks

/// A network that Castbook can use, with what is known of it.
public struct KnownModel: Hashable, Sendable {
  /// The name that `models add` accepts.
  public let name: String
  /// What the network is and what it was trained on, in one line.
  public let title: String
  public let uses: [String]
  /// What it can't do, and what it must not be used for.
  public let limits: [String]
  public let licence: String
  /// Who made the weights, and how they got into the package.
  public let origin: String
  /// The pictures that it learned from, as far as they are known.
  public let training: String
  /// The pages and files that say so.
  public let sources: [String]
  /// The day on which all this was looked up.
  public let asOf: Day
  public let package: Package
  /// The state of the model on this machine.
  public let state: State
  /// The path of its file, whether it exists or not.
  public let path: FilePath

  /// The published package that contains the weights.
  public struct Package: Hashable, Sendable {
    /// The registry, such as PyPI.
    public let registry: String
    public let name: String
    public let version: String
    public let url: String
    public let byteCount: Int
    public let digest: Digest
  }

  /// Whether a model can be used.
  public enum State: String, JSONConvertible, Hashable, CaseIterable, Sendable {
    case installed
    case missing
    /// Its file was changed, so it is not used.
    case changed
  }

  init(_ paper: NetworkPaper, in store: NetworkStore) {
    name = paper.name
    title = paper.title
    (uses, limits) = (paper.uses, paper.limits)
    licence = paper.licence
    (origin, training) = (paper.origin, paper.training)
    (sources, asOf) = (paper.sources, paper.asOf)
    let archive = paper.archive
    package = Package(
      registry: archive.registry, name: archive.name, version: archive.version,
      url: archive.address, byteCount: archive.file.byteCount, digest: archive.file.digest)
    path = store.path(of: paper)
    state = store.state(of: paper)
  }
}

extension NetworkStore {
  fileprivate func state(of paper: NetworkPaper) -> KnownModel.State {
    guard exists(paper) else { return .missing }
    guard let file = (try? open(paper)) ?? nil else { return .changed }
    return isIntact(file, paper) ? .installed : .changed
  }
}
