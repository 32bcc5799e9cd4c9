import Foundation
import Testing

/// The rule that what Castbook writes and reads again has a table, `Fields`, with each key in one
/// place. Keys are read by hand only from what others write, and where a table would be longer.
@Suite("Keys of JSON that are read by hand")
struct HandReadJSON {
  /// The files that read keys by hand, below the reason for it.
  private static let reasons: [(reason: String, files: Set<String>)] = [
    (
      "a provider's answer, or a profile of its service",
      [
        "FileVerbs/Targets/TargetDiff.swift", "Targets/Learning/LearnedFact.swift",
        "Targets/Learning/RefusalReader.swift", "Targets/Learning/TargetProfile+Learning.swift",
        "Targets/Loading/ProfileLoader.swift",
      ]
    ),
    (
      "written by the user or sent by the page, and each mistake has a message of its own",
      [
        "LibraryVerbs/Dismiss/ElementNote.swift", "LibraryVerbs/Import/ImportMapping.swift",
        "DeliveryVerbs/Send/SpendingLimits+Settings.swift",
        "Gallery/Routes/ElementChangeRoutes.swift",
        "Transfers/KeyFile.swift", "Transfers/KeyHosts.swift",
      ]
    ),
    (
      "sent by an agent's program, and each mistake has an answer of its own",
      [
        "Agents/Connection/Connection.swift", "Agents/Methods/MethodTable.swift",
        "Agents/Pages/AppPages.swift",
        "Agents/Protocol/IncomingMessage.swift", "Agents/Protocol/RequestEnvelope.swift",
      ]
    ),
    (
      "CBOR in Content Credentials, which other programs write",
      [
        "Provenance/Bindings/ByteBinding.swift", "Provenance/Bindings/MovieBinding.swift",
        "Provenance/Bindings/PartBinding.swift", "Provenance/Boxes/ManifestStore.swift",
        "Provenance/Checks/Claim.swift", "Provenance/Checks/ClaimStatements.swift",
        "Provenance/Checks/CredentialCheck.swift", "Provenance/Signatures/ClaimSignature.swift",
      ]
    ),
    (
      "written by another tool",
      [
        "FileVerbs/System/BundledLibraries.swift", "Transport/KeyCommand.swift",
        "LibraryVerbs/Import/EagleLibrary.swift", "LibraryVerbs/Import/CharacterFolders.swift",
        "DeliveryVerbs/Take/NodeGraph.swift",
        "LibraryVerbs/Import/Cards/CharacterCard.swift",
        "LibraryVerbs/Import/Cards/OmnicharFile.swift",
      ]
    ),
    (
      "a file of a bundle or a dataset, which its user or another version may have written or changed",
      [
        "Bundles/Bundle/UploadList.swift", "Bundles/Verification/BundleCalls.swift",
        "Bundles/Verification/BundleDifference.swift",
        "Bundles/Verification/CarriedUploads.swift", "LibraryVerbs/Bundle/FoundBundle.swift",
        "DeliveryVerbs/Send/CreateAtProvider.swift",
        "DeliveryVerbs/Dataset/DatasetWriter.swift",
        "DeliveryVerbs/ComfyUI/ComfyUIIndex.swift",
      ]
    ),
    (
      "a report of an earlier run, whose entries are kept without being read",
      [
        "FileVerbs/Prepare/PrepareJSON.swift", "FileVerbs/Prepare/PreparedFolder.swift",
        "FileVerbs/Split/SplitFolders.swift", "FileVerbs/Split/SplitJSON.swift",
        "Gallery/Routes/SendRoutes.swift",
      ]
    ),
    (
      "the name or the number of a format, which decides how the rest is read",
      [
        "Library/Care/BackupList.swift", "Library/Store/LibraryManifest.swift",
        "Model/Records/Record.swift", "TeamStore/RemoteLayout.swift",
        "TeamStore/RemoteManifest.swift",
      ]
    ),
    (
      "a value of several forms, of which an unknown one is ignored or only named",
      [
        "DeliveryVerbs/Export/LegendWords.swift", "Decoding/DecodedPicture.swift",
        "Decoding/DecodedStream.swift", "Library/Index/StoredFacts.swift",
        "Model/Streams/SoundMeasures.swift", "Preparing/Steps/PreparationStep+Reading.swift",
      ]
    ),
    (
      "a JSON Schema, of which only the words that name members are read",
      [
        "Agents/Resources/LibraryResources.swift", "Agents/Tools/Shots/CompileTool.swift",
        "FileVerbs/Pages/PublishedSchema.swift",
      ]
    ),
    (
      "a cache or a convenience, without which everything works",
      [
        "Gallery/System/KeptSession.swift", "Library/Care/BackupState.swift",
        "TeamStore/TeamStore+Machines.swift",
      ]
    ),
    (
      "no JSON: the tags of a profile, the headers of an answer",
      [
        "Media/Metadata/ICCProfile.swift", "Transport/HTTPResponse.swift",
        "Transport/ProviderSession.swift", "Transport/TransferQueue.swift",
      ]
    ),
  ]

  /// Dictionaries that are not JSON, by the names under which they are used: the query of a
  /// request, the headers and the elements of an answer, tables of a typeface and of a profile.
  private static let dictionaries: Set<Substring> = [
    "answer", "around", "attributes", "entry", "root", "tables", "tags", "target", "words",
  ]

  /// What follows a key only in JSON.
  private static let uses =
    #"\)?[?!]?\.(?:string|integer|boolean|array|members|numberText|canonicalBytes)\b"#
    + #"|[?!]?\["|\.flatMap\(\w+(?:\.\w+)*\.init\((?:json|stored):"#

  /// The keys that a program reads by hand, each with what it reads them from.
  private static func readings(in text: String) throws -> [Substring] {
    let subscripts = try Regex(
      #"(\w+|\))[?!]?\["[\w$-]+"\]("# + uses + ")?", as: (Substring, Substring, Substring?).self)
    return text.split(separator: "\n").flatMap { line -> [Substring] in
      guard line.contains("[\""), !line.drop(while: { $0 == " " }).hasPrefix("//") else {
        return []
      }
      return line.matches(of: subscripts).map(\.output)
        .filter { $0.2 != nil || !dictionaries.contains($0.1) }.map(\.0)
    }
  }

  @Test("are read in these files, each for its reason, and in no others")
  func files() throws {
    var found: Set<String> = []
    for file in try Repository.files(in: "Sources", suffix: ".swift")
    where try !Self.readings(in: Repository.text(file)).isEmpty {
      found.insert(String(file.dropFirst("Sources/".count)))
    }
    let allowed = Self.reasons.reduce(into: Set<String>()) { $0.formUnion($1.files) }
    #expect(allowed.count == Self.reasons.reduce(0) { $0 + $1.files.count })
    #expect(found.subtracting(allowed).sorted() == [], "give what they read a table of its fields")
    #expect(allowed.subtracting(found).sorted() == [], "they no longer read keys by hand")
  }

  @Test(
    "are found in each of their forms",
    arguments: [
      (#"let name = json["name"]?.string"#, true), (#"if let rights = value["rights"] {"#, true),
      (#"guard known?["port"]?.integer == 1"#, true), (#"entry["msg"]?.string ?? """#, true),
      (#"file["output"]?["path"]"#, true), (#"read(bytes)["jobs"]"#, true),
      (#"answer["size"].flatMap(PixelSize.init(json:))"#, true),
      (#"(line["id"] ?? line["url"])?.string"#, true),
      (#"target["kind"].map { $0 }"#, false), (#"root["Code"]?.text"#, false),
      (#"case ["plan"]: return path == ["keep"]"#, false), (#"["name": name]"#, false),
      (#"  /// json["name"]?.string"#, false), (#"fields.required("name", \.name)"#, false),
    ])
  func forms(line: String, isReading: Bool) throws {
    #expect(try Self.readings(in: line).isEmpty != isReading)
  }
}
