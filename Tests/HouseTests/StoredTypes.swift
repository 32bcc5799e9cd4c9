import Foundation
import Testing

@Suite("Types that are stored as objects")
struct StoredTypes {
  @Test("are each written and read by a test with all their properties")
  func shapes() throws {
    let declaration =
      /(?m)^(?:public |package )?(?:struct|extension) ([\w.]+)(?: *\n? *):[^{\n]*\b(?:StoredObject|RecordContent)\b/
    var types: Set<String> = []
    // Messages between programs of one version are not stored.
    for file in try Repository.files(in: "Sources", suffix: ".swift")
    where !file.hasPrefix("Sources/Decoding/") {
      types.formUnion(try Repository.text(file).matches(of: declaration).map { String($0.1) })
    }
    types.subtract(["StoredObject", "RecordContent"])
    var tested: Set<String> = []
    for file in try Repository.files(in: "Tests", suffix: ".swift") {
      let shapes = try Repository.text(file).matches(of: /StoredShape\(\s*([\w.]+)\.self/)
      tested.formUnion(shapes.map { String($0.1) })
    }
    #expect(types.count > 40)
    #expect(types.subtracting(tested).sorted() == [])
  }
}
