import CommandLineKit
import Testing

@Suite struct MarkdownPages {
  @Test("The root's page links to the pages of its commands")
  func root() {
    #expect(SampleProgram.root.markdown() == Self.rootPage)
  }

  @Test("A command's page has the same content as its help")
  func command() {
    #expect(SampleProgram.root.markdown(path: ["check"]) == Self.checkPage)
  }

  @Test("There is a path for every visible command, parents first")
  func paths() {
    #expect(
      SampleProgram.root.visiblePaths == [
        [], ["check"], ["sheet"], ["targets"], ["targets", "diff"], ["bundle"],
        ["bundle", "verify"], ["bundle", "request"],
      ])
    #expect(SampleProgram.root.markdown(path: ["bundle", "nothing"]) == nil)
  }

  @Test("Markup characters are escaped, except inside backticks")
  func escaping() throws {
    let program = Command(
      "demo", "*Bold* <b> [a](b) a_b \\ `*code* | x` # end.",
      options: [OptionGroup("Either | or", [Flag("x-y", "One | two, `three | four`.")])],
      run: { _ in .success })
    let page = try #require(program.markdown())
    let summary = #"\*Bold\* \<b\> \[a\](b) a\_b \\ `*code* | x` # end."#
    #expect(page.contains("\n\(summary)\n"))
    #expect(page.contains(#"| `--x-y` | One \| two, `three \| four`. |"#))
  }
}

extension MarkdownPages {
  fileprivate static let rootPage = #"""
    # castbook

    The element library for AI video.

    ```console
    castbook COMMAND [options]
    ```

    Everything runs on your own machine. Files are `never` uploaded.

    ## Examples

    Check a folder.

    ```console
    castbook check refs/ --for kling
    ```

    ## Without a library

    | Command | What it does |
    | --- | --- |
    | [`check`](castbook-check.md) | Check files against what a provider accepts. |
    | [`targets`](castbook-targets.md) | List targets, or show one. |

    ## Look

    | Command | What it does |
    | --- | --- |
    | [`sheet`](castbook-sheet.md) | Draw references side by side. |

    ## Use

    | Command | What it does |
    | --- | --- |
    | [`bundle`](castbook-bundle.md) | Work with bundles. |

    ## Options

    ### Output

    | Option | What it does |
    | --- | --- |
    | `-j`, `--json` | Print JSON. |
    | `--color WHEN` | When to use colour. One of: auto, always, never. |

    ### Help

    | Option | What it does |
    | --- | --- |
    | `-h`, `--help` | Show this help. |
    | `--version` | Show the version. |
    | `--libraries` | With --version: list the C libraries in use and known fixes that they lack. |

    """#

  fileprivate static let checkPage = #"""
    # castbook check

    Check files against what a provider accepts.

    ```console
    castbook check PATH… [options]
    ```

    A folder stands for all files below it.

    ## Examples

    Every file below refs/.

    ```console
    castbook check refs/ --for kling-o3
    ```

    A name that starts with a dash.

    ```console
    castbook check -f kling,veo -- -odd.jpg
    ```

    Paths from another program.

    ```console
    find . -name '*.jpg' | castbook check -
    ```

    ## Arguments

    | Argument | What it does |
    | --- | --- |
    | `PATH…` | Files and folders; - reads a list. |

    ## Options

    ### What to check against

    | Option | What it does |
    | --- | --- |
    | `-f`, `--for TARGET[,…]` | The targets whose rules hold, by id or alias. |
    | `--as SLOT` | The place in the request. One of: element, image, start. |

    ### What counts

    | Option | What it does |
    | --- | --- |
    | `-s`, `--strict` | Treat warnings as errors. |
    | `-n`, `--shift STOPS` | Exposure to assume. |

    ### Output

    | Option | What it does |
    | --- | --- |
    | `-j`, `--json` | Print JSON. |
    | `--color WHEN` | When to use colour. One of: auto, always, never. |

    ### Help

    | Option | What it does |
    | --- | --- |
    | `-h`, `--help` | Show this help. |

    """#
}
