internal import Files
internal import Media
internal import Networks
internal import Synchronization

/// Describes what pictures show, so that pictures of one subject can be found.
///
/// It needs the model `subjects`, and starts `castbook-vision` with the first picture. After a
/// failure it describes no more pictures: work that doesn't depend on them continues.
package final class SubjectDescriber: Sendable {
  /// The model of the vectors.
  package let model: SubjectVector.Model
  private let store: NetworkStore
  private let program: FilePath?
  private let state = Mutex(State.new)

  private enum State {
    case new
    case running(PictureDescriber)
    case failed(FileVerbError)
  }

  private init(_ store: NetworkStore, program: FilePath?) {
    (self.store, self.program) = (store, program)
    model = NetworkPaper.subjects.model
  }

  /// Returns a describer, or `nil` if the model is not installed.
  ///
  /// - Parameters:
  ///   - folder: The folder of models; `nil` for the user's own.
  ///   - program: The path of `castbook-vision`; `nil` if it is next to the running program.
  package static func installed(
    in folder: FilePath? = nil, program: FilePath? = nil
  ) -> SubjectDescriber? {
    guard let folder = folder ?? Models.usualFolder else { return nil }
    let store = NetworkStore(folder: folder)
    return store.exists(.subjects) ? SubjectDescriber(store, program: program) : nil
  }

  /// Why pictures can't be described; `nil` if they can.
  package var failure: FileVerbError? {
    state.withLock { if case .failed(let error) = $0 { error } else { nil } }
  }

  /// Starts the program on a thread of its own, for a caller that will describe pictures soon.
  package func prepare() { OwnThread.start { [self] in _ = try? started() } }

  /// Returns the vector of a picture.
  ///
  /// - Throws: `FileVerbError` if the picture, or an earlier one, can't be described.
  package func vector(of picture: AnalysisPicture) throws(FileVerbError) -> SubjectVector {
    let describer = try started()
    do throws(VisionFailure) {
      // Roots make a few strong values count less.
      let roots = try describer.vector(of: picture).map { max(0, $0).squareRoot() }
      return SubjectVector(rounding: roots, model: model)
    } catch {
      let error = Self.error(error.summary)
      // A cancelled task is not a failure of the program.
      if !Task.isCancelled { state.withLock { $0 = .failed(error) } }
      throw error
    }
  }

  /// Returns the vector of a picture; `nil` if it can't be described, for which `failure` has the
  /// reason.
  package func vectorIfPossible(of picture: AnalysisPicture) -> SubjectVector? {
    try? vector(of: picture)
  }

  private func started() throws(FileVerbError) -> PictureDescriber {
    try state.withLock { state throws(FileVerbError) in
      switch state {
      case .running(let describer): return describer
      case .failed(let error): throw error
      case .new: break
      }
      do throws(FileVerbError) {
        let describer = try start()
        state = .running(describer)
        return describer
      } catch {
        state = .failed(error)
        throw error
      }
    }
  }

  /// Starts the program that runs the model. The model is checked while the program reads it.
  private func start() throws(FileVerbError) -> PictureDescriber {
    let network = try open()
    guard let shared = network.shared() else { throw Self.error(VisionFailure.noProcess.summary) }
    var isIntact: Bool?
    do throws(VisionFailure) {
      let describer = try PictureDescriber(network: shared, program: program) {
        isIntact = isIntact ?? store.isIntact(network, .subjects)
      }
      guard isIntact != false else { throw VisionFailure.unusable(problem: "it was changed") }
      guard describer.length == model.length else {
        throw VisionFailure.unusable(
          problem: "its vectors have \(describer.length) values, not \(model.length)")
      }
      return describer
    } catch {
      throw isIntact == false ? otherModel : Self.error(error.summary)
    }
  }

  private func open() throws(FileVerbError) -> ReadableFile {
    do throws(FileError) {
      if let file = try store.open(.subjects) { return file }
    } catch {
      throw .failed(
        "the model for subjects can't be read: \(error)", fix: "castbook models add subjects")
    }
    throw otherModel
  }

  private var otherModel: FileVerbError {
    .failed(
      "\(store.path(of: .subjects)) is not the model that was installed",
      fix: "castbook models add subjects")
  }

  private static func error(_ reason: String) -> FileVerbError {
    .failed(
      "pictures can't be compared by subject: \(reason)",
      fix: "castbook doctor says which programs are missing")
  }
}
