#!/usr/bin/env bash
# Builds the static libraries of the release: a minimal libcurl, libpq and Poco (Foundation, Net, Data, DataPostgreSQL) from
# Debian's patched sources, with the release compiler. OpenSSL, zlib and pcre come as archives from Debian's -dev packages.
#
#   build/third_party.sh          builds what is missing; its last line is the prefix (CAUSEWAY_STATIC_ROOT)
#
# Everything lands outside the tree: in ${XDG_CACHE_HOME:-~/.cache}/causeway. The prefix is keyed by the versions of
# the sources and by this script's own digest, so a changed line or a security update makes a new one. Apt is asked with
# source lists of our own, so that the system's are left as they are; root is not needed.
set -euo pipefail
export LC_ALL=C

script="$(readlink -f "${BASH_SOURCE[0]}")"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/causeway"
packages=(poco curl postgresql-15)
cc="${CAUSEWAY_CC:-gcc-11}"
cxx="${CAUSEWAY_CXX:-g++-11}"
jobs="${JOBS:-$(nproc)}"
hardening="-O2 -g0 -fPIC -fstack-protector-strong -D_FORTIFY_SOURCE=2 -ffunction-sections -fdata-sections"

say() { printf '[third_party] %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

mkdir -p "$cache/apt/lists/partial" "$cache/apt/cache/archives/partial" "$cache/sources"
exec 9>"$cache/third_party.lock"
flock 9  # two builds at once take turns

# --- apt with lists of our own ---------------------------------------------------------------------------------------
apt_options=(-o "Dir::Etc::sourcelist=$cache/apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::Etc::main=/dev/null
  -o "Dir::State::lists=$cache/apt/lists" -o "Dir::Cache=$cache/apt/cache" -o Debug::NoLocking=1 -q)
[ "$(id -u)" = 0 ] && apt_options+=(-o APT::Sandbox::User=root)

# The deb-src twins of the Debian archives that this system already uses, wherever it takes them from.
write_source_lists() {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -e "$keyring" ] || fail "missing $keyring (package debian-archive-keyring)"
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)|$(ORIGIN)' 'Created-By: Packages' |
    sed -n "s#^\(.*\)|Debian\$#deb-src [signed-by=$keyring] \1#p" | sort -u > "$cache/apt/sources.list.new"
  [ -s "$cache/apt/sources.list.new" ] || fail "apt knows no Debian archive here; run 'apt-get update' once as root"
  if ! cmp -s "$cache/apt/sources.list.new" "$cache/apt/sources.list" ||
     [ -z "$(find "$cache/apt/updated" -mtime -1 2>/dev/null)" ]; then
    mv "$cache/apt/sources.list.new" "$cache/apt/sources.list"
    say "asking Debian for its source lists"
    apt-get "${apt_options[@]}" update >"$cache/apt/update.log" 2>&1 || { cat "$cache/apt/update.log" >&2; return 1; }
    touch "$cache/apt/updated"
  fi
}

# Prints the version whose sources we have; the newest first. A mirror may list a version whose files it does not hold yet.
get_source() {
  local package="$1" version versions
  versions="$(apt-cache "${apt_options[@]}" showsrc --only-source "$package" |
    awk -v p="$package" '$1=="Package:"{ok=($2==p)} $1=="Version:"&&ok{print $2}' | sort -u)"
  while [ -n "$versions" ]; do
    version=""
    for candidate in $versions; do
      if [ -z "$version" ] || dpkg --compare-versions "$candidate" gt "$version"; then version="$candidate"; fi
    done
    if ls "$cache/sources/${package}_${version#*:}.dsc" >/dev/null 2>&1 &&
       (cd "$cache/sources" && dscverify_files "${package}_${version#*:}.dsc"); then
      echo "$version"; return
    fi
    say "getting the sources of $package $version"
    if (cd "$cache/sources" && apt-get "${apt_options[@]}" source --download-only "$package=$version" >"$cache/apt/source.log" 2>&1); then
      echo "$version"; return
    fi
    say "WARNING: $package $version is listed, but its sources cannot be had now; taking the version before"
    versions="$(grep -vxF -- "$version" <<< "$versions" || true)"
  done
  fail "no sources of $package"
}

# The archives named by a .dsc, against its own sha256 list (apt checked the .dsc itself when it came).
dscverify_files() {
  sed -n '/^Checksums-Sha256:/,/^[^ ]/p' "$1" | awk '/^ /{print $1"  "$3}' | sha256sum --check --quiet >/dev/null 2>&1
}

# --- builds ----------------------------------------------------------------------------------------------------------
logged() {  # logged <log> <command...>: quiet, but a failure shows its last lines
  local log="$1"; shift
  "$@" >>"$log" 2>&1 || { tail -n 40 "$log" >&2; fail "failed: $* (all of it in $log)"; }
}

compiler_launcher=()
command -v ccache >/dev/null && compiler_launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
cmake_build() {  # cmake_build <name> <options...>: configures, builds and installs $work/<name> into $prefix
  local name="$1"; shift
  logged "$work/$name.log" cmake -G Ninja -S "$work/$name" -B "$work/$name-build" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_INSTALL_PREFIX="$prefix.new" -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF \
    -DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx" "${compiler_launcher[@]}" \
    -DCMAKE_C_FLAGS="$hardening" -DCMAKE_CXX_FLAGS="$hardening" -DCMAKE_C_FLAGS_RELEASE="" -DCMAKE_CXX_FLAGS_RELEASE="" "$@"
  logged "$work/$name.log" ninja -C "$work/$name-build" -j "$jobs" install
}

build_curl() {  # http and https only: no other protocol can be reached, whatever a URL says
  cmake_build curl -DBUILD_CURL_EXE=OFF -DBUILD_TESTING=OFF -DHTTP_ONLY=ON -DCURL_USE_OPENSSL=ON -DCURL_ZLIB=OFF \
    -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF -DUSE_NGHTTP2=OFF -DUSE_LIBIDN2=OFF -DCURL_USE_LIBPSL=OFF -DCURL_USE_LIBSSH2=OFF \
    -DCURL_USE_LIBSSH=OFF -DCURL_USE_GSSAPI=OFF -DCURL_DISABLE_LDAP=ON -DCURL_DISABLE_LDAPS=ON -DENABLE_MANUAL=OFF \
    -DENABLE_THREADED_RESOLVER=ON -DCURL_CA_BUNDLE=none -DCURL_CA_PATH=none -DOPENSSL_USE_STATIC_LIBS=ON
}

build_libpq() {
  local log="$work/libpq.log" source="$work/postgresql-15"
  mkdir -p "$work/libpq-build"
  cd "$work/libpq-build"
  logged "$log" "$source/configure" --prefix="$prefix.new" --with-openssl --without-readline --without-zlib \
    --without-gssapi --without-ldap --without-pam --without-icu --disable-nls CC="$cc" CFLAGS="$hardening"
  logged "$log" make -C src/backend generated-headers
  logged "$log" make -j "$jobs" -C src/interfaces/libpq all-static-lib
  logged "$log" make -j "$jobs" -C src/common libpgcommon_shlib.a
  logged "$log" make -j "$jobs" -C src/port libpgport_shlib.a
  mkdir -p "$prefix.new/lib" "$prefix.new/include"
  cp src/interfaces/libpq/libpq.a src/common/libpgcommon_shlib.a src/port/libpgport_shlib.a "$prefix.new/lib/"
  cp "$source/src/interfaces/libpq/libpq-fe.h" "$source/src/interfaces/libpq/libpq-events.h" \
    "$source/src/include/postgres_ext.h" src/include/pg_config.h src/include/pg_config_ext.h "$prefix.new/include/"
  cd "$work"
}

build_poco() {
  local off=() part
  for part in ENCODINGS XML JSON MONGODB DATA_SQLITE DATA_MYSQL DATA_ODBC REDIS UTIL NETSSL CRYPTO JWT ZIP PAGECOMPILER \
    PAGECOMPILER_FILE2PAGE ACTIVERECORD ACTIVERECORD_COMPILER APACHECONNECTOR TESTS; do
    off+=("-DENABLE_$part=OFF")
  done
  cmake_build poco -DPOCO_UNBUNDLED=ON -DENABLE_FOUNDATION=ON -DENABLE_NET=ON -DENABLE_DATA=ON -DENABLE_DATA_POSTGRESQL=ON "${off[@]}" \
    -DPostgreSQL_INCLUDE_DIR="$prefix.new/include" -DPostgreSQL_LIBRARY="$prefix.new/lib/libpq.a" \
    -DPostgreSQL_TYPE_INCLUDE_DIR="$prefix.new/include"
}

for tool in "$cc" "$cxx" cmake ninja apt-get dpkg-source flock; do
  command -v "$tool" >/dev/null || fail "missing: $tool (run 'make setup')"
done
write_source_lists
versions=""
for package in "${packages[@]}"; do versions+="$package=$(get_source "$package") "; done
# Everything that decides what is built is in the key.
key="$(printf '%s%s%s' "$versions" "$("$cxx" -dumpfullversion)" "$(cat "$script")" | sha256sum | cut -c1-16)"
prefix="$cache/static/$key"

if [ ! -e "$prefix/versions.txt" ]; then
  say "building $versions(${cc}, $jobs jobs; about 2 minutes)"
  work="$cache/work"
  rm -rf "$work" "$prefix.new"
  mkdir -p "$work" "$prefix.new"
  for entry in $versions; do
    package="${entry%%=*}" version="${entry#*=}"
    logged "$work/unpack.log" dpkg-source --no-check -x "$cache/sources/${package}_${version#*:}.dsc" "$work/$package"
  done
  for part in curl libpq poco; do
    started=$SECONDS
    "build_$part"
    say "$part built in $((SECONDS - started)) s"
  done
  {
    for entry in $versions; do echo "${entry%%=*} ${entry#*=}"; done
    dpkg-query -W -f '${source:Package} ${Version}\n' libssl-dev zlib1g-dev libpcre3-dev libspdlog-dev libfmt-dev \
      nlohmann-json3-dev libboost1.81-dev
    echo "$cxx $("$cxx" -dumpfullversion)"
  } > "$prefix.new/versions.txt"
  find "$prefix.new" -name '*.cmake' -delete  # they name the folder that is renamed now
  rm -rf "$prefix" "$work"
  mv "$prefix.new" "$prefix"
fi
say "static libraries: $(tr '\n' ',' < "$prefix/versions.txt" | sed 's/,$//; s/,/, /g')"
echo "$prefix"
