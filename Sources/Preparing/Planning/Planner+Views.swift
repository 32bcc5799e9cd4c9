internal import Decoding
package import Media
package import Model

extension Planner {
  /// Returns the plan for cutting one view out of a sheet, at its own size and in the sheet's
  /// format where that can be written.
  ///
  /// It returns `nil` when the sheet isn't a picture or the box is empty.
  package func view(_ box: PixelBox, of found: Inspection) -> PreparationPlan? {
    guard let image = found.facts.image, let format = found.facts.format, box.width > 0,
      box.height > 0
    else { return nil }
    let needs = Needs(found.facts, image, format, PreparationLimits())
    let formats = needs.formats(isFlat: Self.isFlat(found.picture), 0)
    return PreparationPlan(
      image: image, format: format,
      framing: Framing(crop: box, content: box.size, canvas: box.size), cropReason: .view,
      scaleReason: nil, remarks: [], baggage: needs.baggage,
      mayKeepCoding: needs.canKeepCoding && format == .jpeg, formats: formats, mostBytes: nil)
  }

  /// Returns a plan for a copy to look at: the whole picture as a JPEG, upright and in sRGB, with a
  /// longer side of at most `side` pixels.
  ///
  /// It returns `nil` for a picture that isn't decoded here.
  package static func viewing(_ found: Inspection, within side: Int) -> (Planner, PreparationPlan)?
  {
    let planner = Planner([], PreparationOptions())
    guard planner.hindrances(found.facts).isEmpty, let image = found.facts.image,
      let format = found.facts.format
    else { return nil }
    let size = image.size.fitted(within: side)
    let plan = PreparationPlan(
      image: image, format: format,
      framing: Framing(crop: PixelBox(of: image.size), content: size, canvas: size),
      cropReason: nil,
      scaleReason: size == image.size ? nil : .size, remarks: [],
      baggage: PreparationPlan.Baggage(), mayKeepCoding: false, formats: [.jpeg], mostBytes: nil)
    return (planner, plan)
  }
}
