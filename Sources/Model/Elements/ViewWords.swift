/// The words for views that stand in names of files, by language.
enum ViewWords {
  /// Words and phrases of languages that part them. Those without hints hide what they contain.
  private static let parted: [(ViewHints, String)] = [
    // English
    (.front, "front, frontal, frontside, front facing"),
    (.face, "face, headshot, head shot"),
    (.back, "back, rear, behind, backside"),
    (.side, "side, profile, lateral"),
    (.left, "left, lhs"),
    (.right, "right, rhs"),
    (.letterL, "l"),
    (.letterR, "r"),
    (.top, "top, overhead, birdseye, birds eye, bird s eye, topdown, top down"),
    (
      .threeQuarter,
      "¾, three quarter, three quarters, 3 quarter, 3 quarters, threeqtr, 3 qtr, 3 q, three fourths"
    ),
    (.fullBody, "full body, whole body, full length, full figure, head to toe"),
    (.detail, "detail, details, macro"),
    (.closeUp, "close up, close ups"),
    (
      .expression,
      "expression, expressions, smile, smiles, smiling, laugh, laughing, grin, grinning, frown, "
        + "frowning, crying, happy, sad, angry, surprised"
    ),
    (.view, "view, angle"),
    (
      [],
      """
      side by side, back up, profile picture, profile pic, profile photo, profile image, \
      left over, left overs, copy right, all right, top secret, front end, back end, \
      left hand, left arm, left leg, left foot, left eye, left ear, left shoe, left glove, \
      right hand, right arm, right leg, right foot, right eye, right ear, right shoe, right glove
      """
    ),
    // German
    (.front, "vorne, vorn, vorderseite, frontansicht, vorderansicht"),
    (.back, "hinten, rückseite, rueckseite, rückansicht, rueckansicht, rückenansicht"),
    (.side, "seite, seitlich, seitenansicht, profil"),
    (.left, "links"),
    (.right, "rechts"),
    (.top, "oben, draufsicht"),
    (.threeQuarter, "dreiviertel, dreiviertelansicht, halbprofil"),
    (.fullBody, "ganzkörper, ganzkoerper"),
    (.closeUp, "nahaufnahme"),
    (.detail, "makro"),
    (.expression, "lächeln, laecheln, lachend, wütend, traurig"),
    // French
    (.face, "visage"),
    (.front, "vue avant, face avant"),
    (.back, "dos, derrière, vue arrière, vue arriere, face arrière, face arriere"),
    (.side, "côté"),
    (.left, "gauche"),
    (.right, "droite"),
    (.top, "dessus"),
    (.threeQuarter, "trois quarts"),
    (.fullBody, "plein pied"),
    (.closeUp, "gros plan"),
    (.detail, "détail"),
    (.expression, "sourire, souriant, souriante"),
    // Spanish, Portuguese, Italian
    (.front, "frente, frontale"),
    (.back, "espalda, espaldas, costas, detrás, atrás, schiena"),
    (.side, "perfil, lado, profilo, lato"),
    (.left, "izquierda, esquerda, sinistra"),
    (.right, "derecha, direita, destra"),
    (.top, "arriba"),
    (.threeQuarter, "tres cuartos, três quartos, tre quarti"),
    (.fullBody, "cuerpo entero, cuerpo completo, corpo inteiro, corpo intero"),
    (.closeUp, "primer plano, primo piano"),
    (.detail, "detalle, detalhe, dettaglio"),
    (.expression, "sonrisa, sorriso, sonriendo"),
  ]

  /// Words of scripts that write several in a row. Those of one character count only where the
  /// whole row consists of such words: 左 is also part of names.
  private static let unparted: [(ViewHints, String)] = [
    // Chinese and Japanese
    (.front, "正面, 前面, 前"),
    (.back, "背面, 后面, 後面, 反面, 背影, 背后, 後ろ姿, 後姿, 後ろ, うしろ, 后, 後, 背"),
    (.side, "侧面, 側面, 侧视, 側視, 横顔, 横向き, 横から, 横, 侧, 側"),
    (.left, "左侧面, 左側面, 左侧, 左側, 左面, 左边, 左邊, 左横, 左向き, 左"),
    (.right, "右侧面, 右側面, 右侧, 右側, 右面, 右边, 右邊, 右横, 右向き, 右"),
    (.top, "俯视, 俯視, 俯瞰, 顶视, 頂視, 顶部, 頂部, 顶面, 真上"),
    (.threeQuarter, "四分之三, 半侧面, 半側面, 斜侧面, 斜側面, 斜侧, 斜側, 斜め"),
    ([.threeQuarter, .left], "左斜め, 斜め左, 左前方, 左前"),
    ([.threeQuarter, .right], "右斜め, 斜め右, 右前方, 右前"),
    (.fullBody, "全身"),
    (.detail, "细节, 細節, 細部, ディテール"),
    (.closeUp, "特写, 特寫, アップ, クローズアップ"),
    (.expression, "表情, 微笑, 笑顔"),
    // Korean
    (.front, "정면, 앞면, 앞모습, 앞"),
    (.back, "뒷면, 후면, 뒷모습, 뒤"),
    (.side, "측면, 옆면, 옆모습, 옆"),
    (.left, "왼쪽, 좌측면, 좌측, 좌"),
    (.right, "오른쪽, 우측면, 우측, 우"),
    (.threeQuarter, "반측면"),
    (.fullBody, "전신"),
    (.detail, "디테일"),
    (.closeUp, "클로즈업"),
    (.expression, "표정, 미소"),
    // A picture, a photo, seen from.
    ([], "照片, 图片, 圖片, 写真, 视图, 視圖, 图, 圖, 照, 像, 视, 視, から, 사진"),
  ]

  private static func table(_ rows: [(ViewHints, String)]) -> [String: ViewHints] {
    var table: [String: ViewHints] = [:]
    for (hints, words) in rows {
      for phrase in words.split(separator: ", ") { table[String(phrase)] = hints }
    }
    return table
  }

  /// Phrases with a space between their words, and written as one: `full body` and `fullbody`.
  private static let phrases: [String: ViewHints] = {
    let apart = table(parted)
    let joined = apart.map { phrase, hints in (phrase.filter { $0 != " " }, hints) }
    return apart.merging(joined) { apart, _ in apart }
  }()

  private static let longestPhrase = 3

  /// The phrases that name a role by themselves, in alphabetical order: for suggestions.
  static let namingRoles: [String] = phrases.filter { $0.value.role != nil }.keys.sorted()

  /// Words that one word may be made of: `threequarterleft`, `sideview`.
  private static let joinable: [String: ViewHints] = table([
    (.front, "front"), (.back, "back, rear"), (.side, "side, profile"), (.left, "left"),
    (.right, "right"), (.top, "top"), (.threeQuarter, "threequarter"), (.fullBody, "fullbody"),
    (.view, "view"),
  ])

  private static let rowWords = table(unparted)
  private static let longestRowWord = rowWords.keys.map(\.count).max() ?? 0

  /// What the longest phrase at a place says, and how many words it has; at least one.
  static func hints(at place: Int, of words: [FileNameWord]) -> (ViewHints, count: Int) {
    if let found = threeFour(at: place, of: words) { return found }
    for count in (1...longestPhrase).reversed() where place + count <= words.count {
      let phrase = words[place..<(place + count)].map(\.text).joined(separator: " ")
      if let hints = phrases[phrase] { return (hints, count) }
    }
    return (parts(of: words[place].text, from: joinable) ?? [], 1)
  }

  /// `34`, or `3` and `4`, that are no part of a date or of a longer count. Only `3` and `4` without
  /// any other number, and not behind what is numbered so, mean a view by themselves.
  private static func threeFour(
    at place: Int, of words: [FileNameWord]
  ) -> (ViewHints, count: Int)? {
    let count = words[place].text == "34" ? 1 : 2
    let numbers = words[place...].prefix(count).map(\.text)
    guard numbers == ["34"] || numbers == ["3", "4"] else { return nil }
    let before = place > 0 ? words[place - 1] : nil
    let behind = place + count < words.count ? words[place + count] : nil
    let isInDate = behind?.kind == .digits && behind?.text.count == 4
    guard before?.kind != .digits, !isInDate else { return nil }
    let isOnlyNumber = words.count { $0.kind == .digits } == count
    let isNumbered = before.map { numbered.contains($0.text) } ?? false
    return (count == 2 && isOnlyNumber && !isNumbered ? .threeQuarter : .threeFour, count)
  }

  /// What people number in two parts.
  private static let numbered: Set = ["scene", "sc", "shot", "take", "page", "part", "day"]

  /// What a row of words says that nothing parts.
  static func hints(inRow row: String) -> ViewHints {
    if let hints = parts(of: row, from: rowWords) { return hints }
    var hints: ViewHints = []
    var rest = row[...]
    for isAtEnd in [true, false] {
      while let word = word(of: rest, atEnd: isAtEnd) {
        hints.formUnion(rowWords[word] ?? [])
        rest = isAtEnd ? rest.dropLast(word.count) : rest.dropFirst(word.count)
      }
    }
    return hints
  }

  /// The longest word of two characters or more at an end; of one only when it says nothing.
  private static func word(of row: Substring, atEnd isAtEnd: Bool) -> String? {
    for count in (1...longestRowWord).reversed() where count < row.count {
      let word = String(isAtEnd ? row.suffix(count) : row.prefix(count))
      if let hints = rowWords[word], count > 1 || hints.isEmpty { return word }
    }
    return nil
  }

  /// What all the words say that a word consists of, wherever one ends; nothing if it doesn't.
  private static func parts(of word: String, from table: [String: ViewHints]) -> ViewHints? {
    // Longer than any three of them is no word that people write.
    guard word.count <= 32 else { return nil }
    var hints: ViewHints = []
    var rest = word[...]
    while !rest.isEmpty {
      let lengths = (1...rest.count).reversed()
      guard let length = lengths.first(where: { table[String(rest.prefix($0))] != nil }) else {
        return nil
      }
      hints.formUnion(table[String(rest.prefix(length))] ?? [])
      rest = rest.dropFirst(length)
    }
    return hints
  }
}
