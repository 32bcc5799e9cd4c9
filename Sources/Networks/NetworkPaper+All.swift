internal import CatalogModels
internal import Files
package import Model

extension NetworkPaper {
  /// The papers of all networks that Castbook can use.
  package static let all: [NetworkPaper] = {
    var papers: [NetworkPaper] = []
    while let start = unsafe castbook_model_papers(papers.count) {
      let bytes = unsafe [UInt8](
        UnsafeBufferPointer(start: start, count: castbook_model_papers_count(papers.count)))
      guard let json = try? JSONParser.parse(bytes), let paper = NetworkPaper(json: json) else {
        preconditionFailure("a built-in paper can't be read")
      }
      papers.append(paper)
    }
    return papers
  }()

  /// The network by which pictures of one subject are found.
  package static var subjects: NetworkPaper {
    guard let paper = all.first(where: { $0.name == "subjects" }) else {
      preconditionFailure("the paper of the network for subjects is missing")
    }
    return paper
  }

  /// The version of the steps before and after the network.
  private static let description: UInt8 = 2

  /// The model of the network's vectors.
  package var model: SubjectVector.Model {
    let identity = SHA256.digest(of: network.digest.bytes + [Self.description]).bytes.prefix(8)
      .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let traits = traits.map { trait in
      UncomparedTrait(
        trait.feature, weights: trait.weights.map { Int8(clamping: $0) },
        leastTenths: trait.leastTenths)
    }
    guard
      let model = SubjectVector.Model(
        identity: identity, length: layers.last?.outputs ?? 0, traits: traits)
    else { preconditionFailure("a network makes no vectors") }
    return model
  }
}
