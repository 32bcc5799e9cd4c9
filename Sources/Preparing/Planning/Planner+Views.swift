internal import Decoding
package import Media
package import Model

extension Planner {
  /// Returns the plan for cutting one view out of a sheet, at its own size and in the sheet's
  /// format where that can be written.
  ///
  /// It returns `nil` when the sheet isn't a picture or the box is empty.
  package func planForView(_ box: PixelBox, of found: Inspection) -> PreparationPlan? {
    guard let image = found.facts.image, let format = found.facts.format, box.width > 0,
      box.height > 0
    else { return nil }
    let needs = PreparationNeeds(found.facts, image, format, PreparationLimits())
    let formats = needs.formats(isFlat: Self.isFlat(found.picture), 0)
    return PreparationPlan(
      image: image, format: format,
      framing: Framing(crop: box, content: box.size, canvas: box.size), cropReason: .view,
      scaleReason: nil, remarks: [], baggage: needs.baggage,
      mayCopyLosslessly: needs.canKeepCoding && format == .jpeg, formats: formats, maximumBytes: nil
    )
  }

  /// Returns a plan for a copy to look at: the whole picture as a JPEG, upright and in sRGB, with a
  /// longer side of at most `side` pixels.
  ///
  /// It returns `nil` for a picture that isn't decoded here.
  package static func preview(of found: Inspection, within side: Int) -> (Planner, PreparationPlan)?
  {
    let planner = Planner([], PreparationOptions())
    guard planner.obstacles(for: found.facts).isEmpty, let image = found.facts.image,
      let format = found.facts.format
    else { return nil }
    let size = image.size.fitted(within: side)
    let plan = PreparationPlan(
      image: image, format: format,
      framing: Framing(crop: PixelBox(of: image.size), content: size, canvas: size),
      cropReason: nil,
      scaleReason: size == image.size ? nil : .size, remarks: [],
      baggage: PreparationPlan.Baggage(), mayCopyLosslessly: false, formats: [.jpeg],
      maximumBytes: nil)
    return (planner, plan)
  }
}
