/// The shell functions that the bash and zsh scripts have in common.
enum ShellTables {
  /// Returns the functions that look words up in the tables, and the walk that calls them.
  static func functions(_ tables: CompletionTables) -> String {
    let name = tables.prefix
    return #"""
      # Sets children and options: what may follow the command $1.
      __\#(name)_command() {
        children=() options=()
        case "$1" in
      \#(arms(tables.commands))
        *) return 1 ;;
        esac
      }

      # Sets kind, choices and list: the value of option $2 of the command $1. Fails for flags.
      __\#(name)_value() {
        kind='nothing' choices=() list=''
        case "$1 $2" in
      \#(arms(tables.values))
        *) return 1 ;;
        esac
      }

      # Sets kind, choices and list: the positional number $2 of the command $1, from 0.
      __\#(name)_positional() {
        kind='nothing' choices=() list=''
        case "$1 $2" in
      \#(arms(tables.positionals))
        *) return 1 ;;
        esac
      }

      \#(walk(name: name, program: tables.program))
      """#
  }

  /// The arms of one `case` statement.
  private static func arms(_ arms: [CompletionTables.Arm]) -> String {
    arms.map { arm in
      "  \(arm.patterns.joined(separator: "|"))) \(assignments(arm.facts)) ;;"
    }.joined(separator: "\n")
  }

  /// The assignments of one arm. bash and zsh write arrays in the same way.
  private static func assignments(_ facts: CompletionTables.Facts) -> String {
    switch facts {
    case .command(let children, let options):
      return "children=(\(joined(children))) options=(\(joined(options)))"
    case .value(let kind, let choices, let isList):
      let list = isList ? " list=1" : ""
      return kind == "words"
        ? "kind='words'\(list) choices=(\(joined(choices)))" : "kind='\(kind)'\(list)"
    }
  }

  private static func joined(_ words: [String]) -> String { words.joined(separator: " ") }

  /// The function that follows the words before the cursor, as the program's own parser does.
  ///
  /// It stores the path of the command it reached in `at`: in zsh a variable `path` would be
  /// `$PATH`.
  private static func walk(name: String, program: String) -> String {
    #"""
    # Reads the words before the cursor. Sets at: the command; count: its positionals so far;
    # pending: the option whose value comes next; ended: after --; explaining: after help.
    __\#(name)_walk() {
      local word letters
      at='\#(program)' count=0 pending='' ended='' explaining=''
      for word in "$@"; do
        if [[ -n $pending ]]; then
          pending=''
        elif [[ -n $ended ]]; then
          count=$((count + 1))
        else
          case "$word" in
          --) ended=1 ;;
          --*=*) ;;
          --*) if __\#(name)_value "$at" "$word"; then pending=$word; fi ;;
          -?*)
            letters=${word#-}
            while [[ -n $letters ]]; do
              if __\#(name)_value "$at" "-${letters:0:1}"; then
                if [[ ${#letters} -eq 1 ]]; then pending="-$letters"; fi
                break
              fi
              letters=${letters#?}
            done ;;
          help)
            if [[ $at == '\#(program)' && $count -eq 0 && -z $explaining ]]; then
              explaining=1
            else
              count=$((count + 1))
            fi ;;
          *)
            if [[ $count -eq 0 ]] && __\#(name)_command "$at $word"; then
              at="$at $word"
            else
              count=$((count + 1))
            fi ;;
          esac
        fi
      done
    }
    """#
  }
}
