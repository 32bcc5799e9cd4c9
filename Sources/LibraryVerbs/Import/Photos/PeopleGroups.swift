/// Sorts pictures by the people in them: one group for each person with the pictures that show
/// her alone, and one aside with those that show others, too.
///
/// A picture with others counts as hers alone if her face is marked and at least four times as
/// large as every other: then the others are in the background.
struct PeopleGroups {
  /// A picture of one or more people.
  struct Picture {
    let file: ForeignLibrary.File
    /// The people by their keys, with the size of each face if it is known.
    let people: [(key: String, size: Double?)]
    /// The sizes of the faces of people without a name.
    let others: [Double?]
    /// The best rated come first.
    var rating = 0
    /// The name that decides about the order among pictures of one rating.
    var name = ""
    /// The people of whom the picture was chosen as a reference.
    var chosenFor: Set<String> = []
    /// The picture's tags, of which those that all pictures of a person have become hers.
    var tags: Set<String> = []
  }

  /// The reason why pictures with others are left out.
  static let aside = "pictures that show others, too"
  /// The part of a group's name that says so.
  static let suffix = "with others"
  private static let minimumRatio = 4.0

  /// The names of people by their keys.
  private var names: [String: String] = [:]
  /// The groups of people by their keys, without files.
  private var groups: [String: ForeignLibrary.Group] = [:]
  private var order: [String] = []
  private var pictures: [String: [(picture: Picture, isAlone: Bool)]] = [:]

  /// Adds a person, whose name is the last part of the group's.
  mutating func add(_ group: ForeignLibrary.Group, key: String) {
    guard groups[key] == nil else { return }
    groups[key] = group
    names[key] = group.ownName
    order.append(key)
  }

  /// Whether there is a person with this key.
  func contains(_ key: String) -> Bool { groups[key] != nil }

  /// Adds a picture to the groups of its people.
  mutating func add(_ picture: Picture) {
    for index in picture.people.indices {
      let isAlone =
        picture.chosenFor.contains(picture.people[index].key) || isMain(index, in: picture)
      pictures[picture.people[index].key, default: []].append((picture, isAlone))
    }
  }

  /// Whether a person is the only one in a picture, or all others are in the background.
  private func isMain(_ index: Int, in picture: Picture) -> Bool {
    let sizes =
      picture.people.indices.filter { $0 != index }.map { picture.people[$0].size }
      + picture.others
    guard !sizes.isEmpty else { return true }
    guard let own = picture.people[index].size, own > 0 else { return false }
    return sizes.allSatisfy { size in size.map { own >= Self.minimumRatio * $0 } ?? false }
  }

  /// The groups of all people that have pictures, in the order in which the people were added.
  var all: [ForeignLibrary.Group] {
    var taken: Set<String> = []
    return order.flatMap { key -> [ForeignLibrary.Group] in
      guard var group = groups[key], let found = pictures[key] else { return [] }
      var number = 2
      let name = group.name
      while !taken.insert(group.name).inserted {
        group.name = "\(name) (\(number))"
        number += 1
      }
      let sorted = found.sorted {
        ($1.picture.rating, $0.picture.name, $0.picture.file.path)
          < ($0.picture.rating, $1.picture.name, $1.picture.file.path)
      }
      let alone = sorted.filter(\.isAlone)
      let together = sorted.filter { !$0.isAlone }
      if alone.count > 1 {
        let shared = alone.dropFirst().reduce(alone[0].picture.tags) {
          $0.intersection($1.picture.tags)
        }
        group.tags += shared.sorted().filter { !group.tags.contains($0) }
      }
      group.files = alone.map { file(of: key, in: $0.picture) }
      var others = ForeignLibrary.Group(name: "\(group.name)/\(Self.suffix)")
      others.elementName = group.ownName
      others.aside = Self.aside
      others.base = alone.isEmpty ? nil : group.name
      others.files = together.map { file(of: key, in: $0.picture) }
      return [group, others].filter { !$0.files.isEmpty }
    }
  }

  /// Returns a picture as a file of one person, with a note on who else is in it.
  private func file(of key: String, in picture: Picture) -> ForeignLibrary.File {
    var others = picture.people.filter { $0.key != key }.compactMap { names[$0.key] }
    if !picture.others.isEmpty {
      others.append(
        picture.others.count == 1 ? "an unnamed face" : "\(picture.others.count) unnamed faces")
    }
    guard !others.isEmpty else { return picture.file }
    let note = [picture.file.note, "also shows \(others.joined(separator: ", "))"]
    return picture.file.noted(note.filter { !$0.isEmpty }.joined(separator: "\n"))
  }
}

extension ForeignLibrary.File {
  /// Returns the file with another note.
  fileprivate func noted(_ note: String) -> ForeignLibrary.File {
    var file =
      switch source {
      case .path(let path): ForeignLibrary.File(path: path, note: note)
      case .bytes(let bytes, let name): ForeignLibrary.File(bytes, name: name, note: note)
      }
    (file.role, file.isRoleAssumed) = (role, isRoleAssumed)
    return file
  }
}
