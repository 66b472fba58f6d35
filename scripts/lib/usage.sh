# shellcheck shell=sh
# What every script of this folder does before anything else, in the root of the tree:
# `. scripts/lib/usage.sh`. With -h or --help among its arguments the script prints the comment at
# its head, and ends there.

script=scripts/${0##*/}

print_help() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$script"
}

# usage_error MESSAGE: ends the script with exit status 2.
usage_error() {
    printf '%s: %s\n' "$script" "$1" >&2
    print_help | sed -n '/^Usage: /s/U/u/p' >&2
    exit 2
}

# no_arguments ARGUMENT...: for scripts that take none.
no_arguments() {
    [ $# -eq 0 ] || usage_error "no such argument: $1"
}

for argument; do
    case $argument in
    -h | --help)
        print_help
        exit
        ;;
    esac
done
