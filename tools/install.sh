#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian 12 packages that a purpose needs and that are missing.
#
#   tools/install.sh run | test | bench
#
# As root it installs them; as anybody else it says which command to run as root and ends with status 1. When nothing is
# missing it does nothing and asks nobody.
set -eu

purpose=${1:-}
case $purpose in
run | test | bench) ;;
*)
	echo "usage: tools/install.sh run|test|bench" >&2
	exit 2
	;;
esac

# One row a need: purposes, packages (asked for together), and the command whose presence is enough where there is one: a
# tool that came from elsewhere must not be replaced (Debian's nodejs and npm conflict with other builds of Node).
needs() {
	cat <<'TABLE'
run,test,bench gcc gcc
run,test,bench libc6-dev
run,test,bench meson meson
run,test,bench ninja-build ninja
run,test,bench pkg-config pkg-config
run,test,bench gettext msgfmt
run,test,bench libmicrohttpd-dev
run,test,bench libsqlite3-dev
run,test,bench libpq-dev
run,test,bench libicu-dev
run,test,bench libjansson-dev
run,test,bench libcmark-dev
run,test,bench libcurl4-gnutls-dev
run,test,bench librhonabwy-dev
run,test,bench libcsv-dev
run,test,bench libxxhash-dev
run,test,bench libbrotli-dev
run,test,bench zlib1g-dev
run,test,bench libxml2-dev
run,test,bench libcurl4-gnutls-dev
run,test,bench libsodium-dev
run,test,bench liboath-dev
run,test,bench libqrencode-dev
run,test,bench libseccomp-dev
run,test,bench libarchive-dev
run,test,bench libinih-dev
run,test,bench libxml2-dev
test clang clang
test libclang-rt-14-dev
test libcmocka-dev
test universal-ctags ctags
test chromium chromium
test fonts-dejavu-core
test nodejs node
test npm npm
test git git
test,bench postgresql psql
test,bench sqlite3 sqlite3
test,bench strace strace
test,bench curl curl
bench nginx nginx
bench wrk wrk
TABLE
}

PATH=$PATH:/usr/sbin:/sbin
installed=" $(dpkg-query -W -f '${db:Status-Status}=${Package}\n' | sed -n 's/^installed=//p' | tr '\n' ' ') "
missing=
while read -r purposes package command; do
	case ,$purposes, in
	*,"$purpose",*) ;;
	*) continue ;;
	esac
	if [ -n "${command:-}" ]; then
		command -v "$command" >/dev/null 2>&1 && continue
	else
		case $installed in
		*" $package "*) continue ;;
		esac
	fi
	missing="$missing $package"
done <<EOT
$(needs)
EOT

[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
	{
		echo "make $purpose needs packages that are not installed here. As root:"
		echo "  apt-get update && apt-get install --no-install-recommends$missing"
	} >&2
	exit 1
fi

echo "== Installing for make $purpose:$missing"
export DEBIAN_FRONTEND=noninteractive

# Packages of servers start them; nothing that this script installs is wanted as a service.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
	trap 'rm -f $policy' EXIT
	printf '#!/bin/sh\nexit 101\n' >$policy
	chmod +x $policy
fi

log=$(mktemp)
# shellcheck disable=SC2086 # one word a package
if ! { apt-get -q update && apt-get -q -y install --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 40 "$log" >&2
	rm -f "$log"
	echo "apt-get could not install:$missing" >&2
	exit 1
fi
rm -f "$log"
