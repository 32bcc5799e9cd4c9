/// A take, compared with the products and places that it was rendered with.
///
/// A failure is kept rather than thrown: it must not hide that the take is in the library.
public struct TakeComparison: Sendable {
  /// The products and places, in the order of the bundle; empty if nothing was compared.
  public private(set) var subjects: [TakenSubject] = []
  /// Why nothing could be compared; `nil` if it was, or if there was nothing to compare.
  public private(set) var failure: (any CastbookError)?

  /// Creates an empty comparison, for a result that isn't a take.
  public init() {}

  /// Compares a recorded take. Nothing is compared without the model for subjects, if the take's
  /// file is not kept here, or if the task is cancelled.
  public init(_ take: Take, in library: ElementLibrary) async {
    guard let file = take.blob else { return }
    do {
      subjects = try await CompareTake(file, of: take.export).run(in: library)
    } catch let error as any CastbookError {
      failure = error
    } catch {}
  }

  /// Why nothing could be compared, for people.
  public var notice: String? { failure.map { "the take was not compared: \($0.explanation)" } }
}
