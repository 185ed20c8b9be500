# SPDX-License-Identifier: ISC
# For scripts that ask a program from npm: installs packages in exact versions into the build
# folder.  Nothing of them is part of the project.

# npm_install FOLDER PACKAGE@VERSION...: into tests/FOLDER of the build.  When it cannot be done,
# the status is not 0 and $npm_why says why.  What they need is taken as of that date.
npm_install() {
	npm_folder=${BUILDDIR:-.}/tests/$1
	shift
	npm_why="node and npm are not installed"
	command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || return 1
	npm_why="this node is older than version 18"
	node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' || return 1
	npm_why="npm could not fetch $*"
	test "$(cat "$npm_folder/installed" 2>/dev/null)" = "$*" && return 0
	rm -rf "$npm_folder"
	mkdir -p "$npm_folder" || return 1
	echo '{"private": true}' >"$npm_folder/package.json"
	(cd "$npm_folder" && timeout 120 npm install --no-save --ignore-scripts --no-audit \
		--no-fund --loglevel=error --fetch-retries=0 --fetch-timeout=20000 \
		--before=2026-10-01 "$@" </dev/null >npm.log 2>&1) || return 1
	echo "$*" >"$npm_folder/installed"
}
