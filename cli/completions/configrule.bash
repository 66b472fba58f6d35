# configrule itself knows its commands, options and rules; where it names nothing, a file belongs.
_configrule() {
    local word words=() found name
    for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        [[ $word == = ]] || words+=("$word") # bash takes --format=json for three words
    done
    if [[ $word == = ]]; then
        word='' words+=('')
    fi
    COMPREPLY=()
    found=$(configrule complete -- "${words[@]}" 2>/dev/null)
    [[ $found ]] || compopt -o default
    while IFS=$'\t' read -r name _; do
        [[ $name != "$word"* ]] || COMPREPLY+=("$name")
    done <<<"$found"
}
complete -F _configrule configrule
