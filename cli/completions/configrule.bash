# configrule itself knows its commands, options, rules and parameters; where it names nothing, a file belongs.
_configrule() {
    local i word words=() before found name
    # bash takes --format=json for three words, and replaces the last one alone.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 1)) && [[ $word == = || ${COMP_WORDS[i - 1]} == = ]]; then
            words[-1]+=$word
        else
            words+=("$word")
        fi
    done
    [[ $word != = ]] || word=''
    before=${words[-1]%"$word"}
    COMPREPLY=()
    found=$(configrule complete -- "${words[@]}" 2>/dev/null)
    [[ $found ]] || compopt -o default
    while IFS=$'\t' read -r name _; do
        [[ $name != "$before$word"* ]] || COMPREPLY+=("${name#"$before"}")
    done <<<"$found"
    [[ ${COMPREPLY[0]} != *= ]] || compopt -o nospace # a value follows
}
complete -F _configrule configrule
