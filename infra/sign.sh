#!/bin/sh
# Sends a command to a source of kind "signed", signed as Standard Webhooks says. For cron, CI jobs, and
# whatever else can run a script:
#
#   LAMPLIGHTER_SECRET=whsec_… infra/sign.sh https://HOST/hooks/nightly
#   LAMPLIGHTER_SECRET=whsec_… infra/sign.sh https://HOST/hooks/scripts '{"command":"stop research/myci"}'
#
# Needs a POSIX shell or zsh, openssl and curl. Prints what Lamplighter says. Ends with 0 when it is done or
# asked for, with 1 when it failed, could not look or was refused, with 2 when it was called wrongly. curl reads
# no ~/.curlrc here; a proxy is taken from https_proxy.
#
#   LAMPLIGHTER_ID     the message's id, for instance the run of a CI job; else one made up
#   LAMPLIGHTER_TIME   its time, in seconds since 1970; else now
#   SIGN_ONLY=1        prints the three headers and sends nothing
#
# The secret is read from the environment and is in no list of processes: the shell itself prints it, into
# pipes, and takes it out of the environment first.
set -eu
umask 077

fail() {
    printf 'sign.sh: %s\n' "$2" >&2
    exit "$1"
}

[ $# -eq 1 ] || [ $# -eq 2 ] || fail 2 'usage: LAMPLIGHTER_SECRET=whsec_… sign.sh URL [BODY]'
url=$1 body=${2:-'{}'}
secret=${LAMPLIGHTER_SECRET:-}
unset LAMPLIGHTER_SECRET
case $secret in
    whsec_?*) ;;
    *) fail 2 'LAMPLIGHTER_SECRET is to be the secret of the source, whsec_ and what follows' ;;
esac
case $(command -v printf) in
    */*) fail 2 'in this shell printf is another program, and would show the secret: use dash, bash, busybox or zsh' ;;
esac
key=$(printf %s "${secret#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
# A longer key would have to be hashed first; Standard Webhooks has none over 64 bytes.
[ ${#key} -ge 48 ] && [ ${#key} -le 128 ] || fail 2 'LAMPLIGHTER_SECRET is not 24 to 64 bytes in base64'
id=${LAMPLIGHTER_ID:-msg_$(openssl rand -hex 12)}
time=${LAMPLIGHTER_TIME:-$(date +%s)}
case $id in
    *[!A-Za-z0-9_:-]*) fail 2 'LAMPLIGHTER_ID is letters, digits, and _ : -' ;;
esac

# The key, filled up with zeros to the 64 bytes of a block of SHA-256, each byte XOR $1.
block() {
    rest=$key filled=0 octal=
    while [ $filled -lt 64 ]; do
        byte=${rest%"${rest#??}"} rest=${rest#??}
        byte=$((0x${byte:-0} ^ $1))
        octal="$octal\\0$((byte / 64))$((byte / 8 % 8))$((byte % 8))"
        filled=$((filled + 1))
    done
    printf %b "$octal"
}

# HMAC by its definition, since openssl takes a key for it on the command line alone.
signature() {
    {
        block 92
        {
            block 54
            printf '%s.%s.%s' "$id" "$time" "$body"
        } | openssl dgst -sha256 -binary
    } | openssl dgst -sha256 -binary | openssl base64 -A
}

headers() {
    printf 'webhook-id: %s\nwebhook-timestamp: %s\nwebhook-signature: v1,%s\n' "$id" "$time" "$(signature)"
}

if [ -n "${SIGN_ONLY:-}" ]; then
    headers
    exit
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The text of a field of the answer: no more of JSON than Lamplighter's answers need.
field() {
    sed -nE 's/.*"'"$1"'" *: *"(([^"\\]|\\.)*)".*/\1/p' "$folder/answer" | awk '{
        while (match($0, /\\./)) {
            escaped = substr($0, RSTART + 1, 1)
            printf "%s%s", substr($0, 1, RSTART - 1), escaped == "n" ? "\n" : escaped
            $0 = substr($0, RSTART + 2)
        }
        print
    }'
}

# Sends once, and sets $http: the status, or 000 and curl's words where there was no answer. (zsh has a $status
# of its own.)
post() {
    : >"$folder/answer" && : >"$folder/head"
    headers >"$folder/sent"
    reached=0
    http=$(printf %s "$body" | curl --disable --silent --show-error --max-time 75 --header "@$folder/sent" \
        --header 'content-type: application/json' --header 'prefer: wait=50' --data-binary @- \
        --dump-header "$folder/head" --output "$folder/answer" --write-out '%{http_code}' \
        -- "$url") || reached=$?
}

# Whether the same message may do better later: nobody was reached, or whoever answered was busy. To
# deliver one twice is harmless: Lamplighter looks before it acts, and what was asked at this time already
# counts for `--max`.
worth_another() {
    case $reached in
        0) case $http in 429 | 502 | 503 | 504) ;; *) return 1 ;; esac ;;
        5 | 6 | 7 | 28 | 35 | 52 | 55 | 56) ;;
        *) return 1 ;;
    esac
}

pause=5 tries=1
while post && worth_another && [ $tries -le 3 ]; do
    told=$(tr -d '\r' <"$folder/head" | sed -nE 's/^[Rr]etry-[Aa]fter: *([0-9]{1,4})$/\1/p' | tail -n 1)
    wait=${told:-$pause}
    [ "$wait" -le 120 ] || wait=120
    printf 'sign.sh: HTTP %s; again in %s s\n' "$http" "$wait" >&2
    sleep "$wait"
    pause=$((pause * 3)) tries=$((tries + 1))
    # Signatures hold for five minutes.
    [ -n "${LAMPLIGHTER_TIME:-}" ] || [ $(($(date +%s) - time)) -lt 240 ] || time=$(date +%s)
done

[ $reached -eq 0 ] || fail 1 "no answer from $url"
said=$(field message)
[ -n "$said" ] || said=$(field detail)
[ -n "$said" ] || said=$(field title)
[ -z "$said" ] || printf '%s\n' "$said"
case $http in
    200 | 202)
        ! grep -qE '"(verdict|outcome)" *: *"failed"|"verdict" *: *"refused"|"reason" *: *"keep-unknown"' "$folder/answer" ||
            fail 1 "HTTP $http, but not all of it was done"
        ;;
    401) fail 1 'HTTP 401: the secret is not the one of that source, or the clock here is wrong' ;;
    *) fail 1 "HTTP $http" ;;
esac
