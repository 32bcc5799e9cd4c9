import Model
import Testing

@Suite("Roles in file names")
struct RolesInFileNames {
  private func role(_ name: String, ignoring names: [String] = []) throws -> Role? {
    Role(inFileName: try #require(FilePath(name)), ignoring: names)
  }

  private func expect(
    _ role: Role?, in names: [String], _ place: SourceLocation = #_sourceLocation
  ) throws {
    for name in names {
      let found = try self.role(name)
      #expect(
        found == role, "\(name): \(found?.rawValue ?? "none")", sourceLocation: place)
    }
  }

  @Test("are seventeen, with these names")
  func names() {
    #expect(
      Role.allCases.map(\.rawValue) == [
        "front", "three-quarter", "three-quarter-left", "three-quarter-right", "side", "left",
        "right", "back", "top", "full-body", "close-up", "face", "expression", "detail", "clip",
        "voice", "unsorted",
      ])
    #expect("\(Role.threeQuarterLeft)" == "three-quarter-left")
  }

  /// Pairs of a role and the file names that mention it.
  private static let english: [(Role, [String])] = [
    (
      .front,
      [
        "mira-front.jpg", "front.png", "FRONT.JPG", "miraFront.webp", "MiraFRONT2.jpg",
        "mira front view 02.jpg", "mira_frontview.jpg", "refs/back/mira.front.jpg", "mira-face.jpg",
        "Mira Headshot.jpg", "head-shot.jpg", "front-closeup.jpg", "face close-up.jpg", "front",
        "face_front.jpg", "front-front.jpg", "1front1.jpg",
      ]
    ),
    (
      .threeQuarter,
      [
        "mira-three-quarter.jpg", "ThreeQuarter.png", "threequarter.jpg", "mira 3-4.jpg",
        "mira_3_4.jpg", "mira_34_view.jpg", "¾ view.jpg", "mira-¾.jpg", "mira¾.jpg", "3quarter.jpg",
        "front-three-quarter.jpg", "34_front.jpg", "three-quarters profile.jpg", "fullbody_3-4.jpg",
      ]
    ),
    (
      .threeQuarterLeft,
      [
        "mira_34_left.png", "Mira 3-4 L.jpg", "threequarterleft.jpg", "ThreeQuarterLeft.jpg",
        "mira-three-quarter-left.jpg", "left_three_quarter_02.jpg", "mira-¾-l.jpg",
        "front-left.jpg",
        "frontLeft.jpg", "mira34L.jpg", "34 left 03.jpg", "shot 3-4 left.jpg",
      ]
    ),
    (
      .threeQuarterRight,
      ["mira_34_right.png", "Mira 3-4 R.jpg", "threeQuarterRight.jpg", "front_right.jpg"]
    ),
    (
      .side,
      [
        "mira-side.jpg", "profile.jpg", "mira_sideview.jpg", "Side View.png", "side_profile.jpg",
        "lateral.jpg", "fullbody-side.jpg",
      ]
    ),
    (
      .left,
      [
        "mira-left.jpg", "left-side.jpg", "leftside.jpg", "mira_side_L.jpg", "profileLeft.jpg",
        "leftprofile.jpg", "full body left.jpg", "left-closeup.jpg", "face_left.jpg",
      ]
    ),
    (.right, ["mira-right.jpg", "rightView.jpg", "side-r.jpg", "right_profile_02.jpg"]),
    (
      .back,
      [
        "mira-back-02.jpg", "rear.jpg", "mira_behind.jpg", "backView.jpg", "back_fullbody.jpg",
        "backside.jpg",
      ]
    ),
    (.top, ["mug-top.jpg", "overhead.jpg", "birdseye.jpg", "bird's eye view.jpg", "top-down.jpg"]),
    (
      .fullBody,
      [
        "fullbody.jpg", "full body.jpg", "FullBody.png", "mira-full-body-front.jpg",
        "full_length.jpg", "fullbodyfront.jpg",
      ]
    ),
    (
      .expression,
      ["smile.jpg", "mira_laughing_03.jpg", "expression-2.jpg", "front-smile.jpg", "angryFace.jpg"]
    ),
    (
      .detail,
      [
        "detail.jpg", "macro_01.jpg", "detail-back.jpg", "detail-closeup.jpg",
      ]
    ),
    (.closeUp, ["mug-closeup.jpg", "close-up.jpg", "CloseUp3.jpg"]),
  ]

  @Test("are found in English", arguments: english)
  func inEnglish(role: Role, names: [String]) throws { try expect(role, in: names) }

  @Test(
    "are found in other languages",
    arguments: [
      (
        Role.front,
        [
          "mira_vorne.jpg", "Vorderansicht.jpg", "face.jpg", "mira-frente.jpg", "正面.jpg",
          "米拉正面.jpg", "米拉_正面_02.jpg", "正面照.jpg", "米拉正面图.jpg", "ミラ正面.jpg", "정면.jpg",
          "미라정면.jpg", "미라 정면 사진.jpg", "앞모습.jpg", "前.jpg", "ミラ前.jpg",
          "\u{110C}\u{1165}\u{11BC}\u{1106}\u{1167}\u{11AB}.jpg",
        ]
      ),
      (
        .side,
        [
          "Seite.jpg", "mira-profil.jpg", "perfil.jpg", "côté.jpg", "co\u{302}te\u{301}.jpg",
          "侧面.jpg",
          "側面.jpg", "横.jpg", "ミラ横.jpg", "横顔.jpg", "측면.jpg",
        ]
      ),
      (
        .back,
        [
          "hinten.jpg", "Rückseite.jpg", "Ru\u{308}ckseite.jpg", "dos.jpg", "espalda.jpg", "背面.jpg",
          "后面.jpg", "後ろ.jpg", "ミラ後ろ姿.jpg", "뒷면.jpg", "뒤.jpg",
        ]
      ),
      (
        .left,
        [
          "links.jpg", "Seite links.jpg", "gauche.jpg", "izquierda.jpg", "左.jpg", "米拉左侧.jpg",
          "왼쪽.jpg",
        ]
      ),
      (.right, ["rechts.jpg", "profil droite.jpg", "derecha.jpg", "右.jpg", "右侧面图.jpg", "오른쪽.jpg"]),
      (
        .threeQuarter,
        ["Halbprofil.jpg", "trois-quarts.jpg", "tres cuartos.jpg", "半侧面.jpg", "斜め.jpg"]
      ),
      (
        .threeQuarterLeft,
        ["dreiviertel_links.jpg", "trois quarts gauche.jpg", "左斜め.jpg", "斜め左.jpg"]
      ),
      (.top, ["draufsicht.jpg", "俯视图.jpg"]),
      (.fullBody, ["Ganzkörper.jpg", "cuerpo entero.jpg", "全身.jpg", "米拉全身照.jpg", "전신.jpg"]),
      (.closeUp, ["gros-plan.jpg", "特写.jpg", "アップ.jpg", "ミラ_アップ.jpg", "클로즈업.jpg"]),
      (.expression, ["sourire.jpg", "表情.jpg", "笑顔.jpg", "미소.jpg"]),
    ])
  func inOtherLanguages(role: Role, names: [String]) throws { try expect(role, in: names) }

  @Test("are not found within other words, nor in numbers")
  func notWithinWords() throws {
    try expect(
      nil,
      in: [
        "IMG_2041.HEIC", "DSC00034.jpg", "confront.jpg", "leftovers.jpg", "left-overs.jpg",
        "copyright.jpg", "Bright.jpg", "LEFTovers.jpg", "background.jpg", "backpack.jpg",
        "feedback.jpg", "surface.jpg", "laptop.jpg", "stop.jpg", "seaside.jpg", "outside.jpg",
        "inside.jpg", "profiles.jpg", "facebook.jpg", "leftist.jpg", "frontier.jpg", "detailed.jpg",
        "upright.jpg", "rearrange.jpg", "topaz.jpg", "macros.jpg", "L.jpg", "mira-r.jpg",
        "mira_34.jpg", "34.jpg", "2026-3-4.jpg", "3-4-2026.jpg", "shot 3-4.jpg", "mira-13-4.jpg",
        "side-by-side.jpg", "back-up.jpg", "profile picture.jpg", "mira-left-hand.jpg", "mira.jpg",
        "江左.jpg", "方面.jpg", "뒤죽박죽.jpg", "左右.jpg", "front.d/mira.jpg", "---.jpg",
        "mira-clip-01.jpg", "voice.jpg", "unsorted.jpg", "\u{301}.jpg",
      ])
  }

  @Test("are not found if a name mentions two")
  func notWhereTwo() throws {
    try expect(
      nil,
      in: [
        "front-or-back.jpg", "left-right.jpg", "leftright.jpg", "front_side.jpg", "back-left.jpg",
        "three-quarter-back.jpg", "34_left_right.jpg", "top-left.jpg", "smile-left.jpg",
        "fullbody-closeup.jpg", "正面背面.jpg", "front背面.jpg", "정면측면.jpg", "smile_fullbody.jpg",
      ])
  }

  @Test(
    "are not taken from the element's own names",
    arguments: [
      ("left_hand_02.jpg", ["@left_hand"], nil),
      ("LeftHand-02.jpg", ["left_hand"], nil),
      ("lefthand.jpg", ["left_hand"], nil),
      ("left_hand_back.jpg", ["left_hand"], Role.back),
      ("left_hand_left.jpg", ["left_hand"], .left),
      ("left_hand_3-4_left.jpg", ["left_hand"], .threeQuarterLeft),
      ("alley-back.jpg", ["back_alley"], nil),
      ("back-alley-front.jpg", ["back_alley", "Back Alley"], .front),
      ("Top Hat front.jpg", ["hat", "The Top Hat"], .front),
      ("front.jpg", ["front"], nil),
      ("front_back.jpg", ["front"], .back),
      ("米拉左.jpg", ["mira", "米拉"], .left),
      ("左米拉.jpg", ["米拉"], .left),
      ("正面人正面.jpg", ["正面人"], .front),
      ("背面_正面.jpg", ["背面"], .front),
      ("mira-front.jpg", [], .front),
      ("mira-front.jpg", ["", "@", "🎬"], .front),
    ] as [(String, [String], Role?)])
  func ownNames(name: String, names: [String], role: Role?) throws {
    #expect(try self.role(name, ignoring: names) == role)
  }

  @Test("are looked for in names that are not text, and in very long ones")
  func oddNames() throws {
    let bytes = try #require(FilePath(bytes: [0xFF, 0x2D] + Array("front.jpg".utf8)))
    #expect(Role(inFileName: bytes) == .front)
    let long =
      String(repeating: "左", count: 4000) + String(repeating: "left", count: 4000) + "-back.jpg"
    #expect(try role(long, ignoring: ["left", "左"]) == .back)
  }
}
