internal import Drawing
package import Media
internal import Preparing

/// Makes previews of files.
package struct PreviewMaker: Sendable {
  private let inspector: Inspector

  package init(_ inspector: Inspector) { self.inspector = inspector }

  /// Returns a preview of a picture; for a file that isn't a picture, of the best frame of the
  /// clip. Returns `nil` if the file has no visible content.
  package func preview(of file: ListedFile, within bound: Preview.Bound) async -> Preview? {
    let inspector = inspector
    let made = try? await inspector.withFile(file) { loaded -> Preview? in
      guard case .side(let side) = bound, side <= AnalysisPicture.maximumSide else {
        return try await large(loaded, bound)
      }
      let box = PixelSize(width: side, height: side)
      return try await inspector.preview(loaded, within: box).flatMap {
        Preview(Bitmap($0), within: bound)
      }
    }
    if let made { return made }
    return await still(of: file, bound)
  }

  /// Makes a preview that may be larger than the picture used for analysis: such a one is decoded
  /// in full and scaled by the same code that prepares copies.
  private func large(
    _ file: Inspector.LoadedFile, _ bound: Preview.Bound
  ) async throws -> Preview? {
    let found = try await inspector.inspect(
      .bytes(file.bytes, name: .unnamed, memory: file.memory), depth: .appearance)
    guard let original = found.facts.image?.size else { return nil }
    let size = bound.size(of: original)
    if size.longerSide <= AnalysisPicture.maximumSide, let picture = found.picture {
      return Preview(Bitmap(picture), within: bound)
    }
    guard
      let (planner, plan) = Planner.preview(
        of: found, within: size.longerSide, maximumBytes: bound.maximumBytes)
    else { return nil }
    let maker = PictureMaker(plan, by: planner, file.bytes, found)
    let decoding = inspector.pixelMemory(of: file.bytes, found.facts)
    let made = await inspector.makeCopy(maker, of: file, found, decoding: decoding)
    return (try? made.get()).map { Preview(bytes: $0.bytes, size: $0.size) }
  }

  /// Makes a preview of the best frame of a clip; `nil` if the file has no frames.
  private func still(of file: ListedFile, _ bound: Preview.Bound) async -> Preview? {
    guard file.problem == nil,
      let heard = try? await inspector.inspect(.stream(file.location), depth: .facts),
      let film = heard.facts.film, film.frameCount > 0
    else { return nil }
    let moment =
      film.observations?.stills.first?.moment ?? FilmMoment(frame: 0, milliseconds: 0)
    guard let values = try? await inspector.frame(moment.frame, of: heard),
      let picture = Bitmap(size: film.size, rgb: values)
    else { return nil }
    var preview = Preview(picture, within: bound)
    preview?.moment = moment
    return preview
  }
}
