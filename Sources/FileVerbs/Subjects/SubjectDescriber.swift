internal import Media
internal import Networks
internal import Synchronization

/// Describes what pictures show, so that pictures of one subject can be found.
///
/// It needs the model `subjects`, and starts `castbook-vision` with the first picture.
package final class SubjectDescriber: Sendable {
  /// The model of the vectors.
  package let model: SubjectVector.Model
  private let network: [UInt8]
  private let program: FilePath?
  private let describer = Mutex<PictureDescriber?>(nil)

  private init(model: SubjectVector.Model, network: [UInt8], program: FilePath?) {
    (self.model, self.network, self.program) = (model, network, program)
  }

  /// Returns a describer, or `nil` if the model is not installed.
  ///
  /// - Parameters:
  ///   - folder: The folder of models; `nil` for the user's own.
  ///   - program: The path of `castbook-vision`; `nil` if it is next to the running program.
  /// - Throws: `FileVerbError` if the model's file can't be read.
  package static func installed(
    in folder: FilePath? = nil, program: FilePath? = nil
  ) throws -> SubjectDescriber? {
    guard let folder = folder ?? Models.usualFolder else { return nil }
    let paper = NetworkPaper.subjects
    do {
      guard let network = try NetworkStore(folder: folder).network(paper) else { return nil }
      return SubjectDescriber(model: paper.model, network: network, program: program)
    } catch {
      throw FileVerbError.failed("the model \(paper.name) can't be read: \(error)")
    }
  }

  /// Returns the vector of a picture.
  ///
  /// - Throws: `FileVerbError` if the picture can't be described.
  package func vector(of picture: AnalysisPicture) throws -> SubjectVector {
    do throws(VisionFailure) {
      // Roots make a few strong values count less.
      let roots = try started().vector(of: picture).map { max(0, $0).squareRoot() }
      return SubjectVector(rounding: roots, model: model)
    } catch {
      throw FileVerbError.failed("pictures can't be compared by subject: \(error.summary)")
    }
  }

  private func started() throws(VisionFailure) -> PictureDescriber {
    try describer.withLock { describer throws(VisionFailure) in
      if let describer { return describer }
      let new = try PictureDescriber(network: network, program: program)
      describer = new
      return new
    }
  }
}
