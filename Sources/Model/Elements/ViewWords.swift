/// The words for views in file names, by language.
enum ViewWords {
  /// Words and phrases of languages that put spaces between words. Phrases without hints hide the
  /// words inside them: `left hand` is not a left view.
  private static let spacedPhrases: [(ViewHints, String)] = [
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

  /// Words of scripts that are written without spaces. Words of one character count only when the
  /// whole run consists of such words, because 左 is also part of names.
  private static let unspacedWords: [(ViewHints, String)] = [
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
    // Words for picture, photo and "seen from", which carry no hint.
    ([], "照片, 图片, 圖片, 写真, 视图, 視圖, 图, 圖, 照, 像, 视, 視, から, 사진"),
  ]

  /// Expands rows of comma-separated phrases into a dictionary.
  private static func table(_ rows: [(ViewHints, String)]) -> [String: ViewHints] {
    var table: [String: ViewHints] = [:]
    for (hints, words) in rows {
      for phrase in words.split(separator: ", ") { table[String(phrase)] = hints }
    }
    return table
  }

  /// All phrases, both with spaces and joined into one word: `full body` and `fullbody`.
  private static let phrases: [String: ViewHints] = {
    let spaced = table(spacedPhrases)
    let joined = spaced.map { phrase, hints in (phrase.filter { $0 != " " }, hints) }
    return spaced.merging(joined) { spaced, _ in spaced }
  }()

  private static let maximumPhraseLength = 3

  /// The phrases that name a role by themselves, in alphabetical order; spelling suggestions use
  /// them.
  static let namingRoles: [String] = phrases.filter { $0.value.role != nil }.keys.sorted()

  /// Words that can be joined into one: `threequarterleft`, `sideview`.
  private static let joinable: [String: ViewHints] = table([
    (.front, "front"), (.back, "back, rear"), (.side, "side, profile"), (.left, "left"),
    (.right, "right"), (.top, "top"), (.threeQuarter, "threequarter"), (.fullBody, "fullbody"),
    (.view, "view"),
  ])

  /// The words of scripts without spaces, by their text.
  private static let runWords = table(unspacedWords)
  /// The maximum number of characters in such a word.
  private static let maximumRunWordLength = runWords.keys.map(\.count).max() ?? 0

  /// Returns the hints of the longest phrase at an index and the number of its words, at least one.
  static func hints(at index: Int, of words: [FileNameWord]) -> (ViewHints, count: Int) {
    if let found = threeFour(at: index, of: words) { return found }
    for count in (1...maximumPhraseLength).reversed() where index + count <= words.count {
      let phrase = words[index..<(index + count)].map(\.text).joined(separator: " ")
      if let hints = phrases[phrase] { return (hints, count) }
    }
    return (parts(of: words[index].text, from: joinable) ?? [], 1)
  }

  /// Reads `34`, or `3` and `4`, unless they are part of a date or of a longer count.
  ///
  /// Only `3` and `4` as the only numbers of the name, and not after a word such as "scene", mean a
  /// three-quarter view by themselves; otherwise another word must confirm it.
  private static func threeFour(
    at index: Int, of words: [FileNameWord]
  ) -> (ViewHints, count: Int)? {
    let count = words[index].text == "34" ? 1 : 2
    let numbers = words[index...].prefix(count).map(\.text)
    guard numbers == ["34"] || numbers == ["3", "4"] else { return nil }
    let previous = index > 0 ? words[index - 1] : nil
    let next = index + count < words.count ? words[index + count] : nil
    let isInDate = next?.kind == .digits && next?.text.count == 4
    guard previous?.kind != .digits, !isInDate else { return nil }
    let isOnlyNumber = words.count { $0.kind == .digits } == count
    let isNumbered = previous.map { numbered.contains($0.text) } ?? false
    return (count == 2 && isOnlyNumber && !isNumbered ? .threeQuarter : .threeFour, count)
  }

  /// Words in front of numbers of two parts, such as `scene 3-4`.
  private static let numbered: Set = ["scene", "sc", "shot", "take", "page", "part", "day"]

  /// Returns the hints of a run of words in a script without spaces.
  static func hints(inRow run: String) -> ViewHints {
    if let hints = parts(of: run, from: runWords) { return hints }
    var hints: ViewHints = []
    var rest = run[...]
    for isAtEnd in [true, false] {
      while let word = word(of: rest, atEnd: isAtEnd) {
        hints.formUnion(runWords[word] ?? [])
        rest = isAtEnd ? rest.dropLast(word.count) : rest.dropFirst(word.count)
      }
    }
    return hints
  }

  /// Returns the longest known word at one end of a run. A word of one character counts only when
  /// it carries no hint.
  private static func word(of run: Substring, atEnd isAtEnd: Bool) -> String? {
    for count in (1...maximumRunWordLength).reversed() where count < run.count {
      let word = String(isAtEnd ? run.suffix(count) : run.prefix(count))
      if let hints = runWords[word], count > 1 || hints.isEmpty { return word }
    }
    return nil
  }

  /// Returns what the parts of a word say together, taking the longest known part each time; `nil`
  /// when the word doesn't consist of known parts.
  private static func parts(of word: String, from table: [String: ViewHints]) -> ViewHints? {
    // A word longer than any three parts together is none that people write.
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
