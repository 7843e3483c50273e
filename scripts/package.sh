# Sourced by ./atoll (which sets root and java): builds the tarball and the Debian package in target/package.
. "$root/scripts/build.sh"

# What jdeps finds in the libraries; then what is asked for by name only: jdk.net (socket options of the HTTP client) and
# jdk.jcmd (thread dumps, for operators). Not shipped although mentioned: java.desktop and java.sql, for metrics of
# things that Atoll has not, and for values it never converts.
atoll_modules=java.base,java.logging,java.management,java.naming,java.security.jgss,java.xml,jdk.management,jdk.unsupported
atoll_by_name=jdk.net,jdk.jcmd
atoll_not_shipped=java.desktop,java.sql

atoll_package() {
  case ${1:-} in
    '') verify= ;;
    --verify) verify=yes ;;
    *)
      echo "usage: ./atoll package [--verify]   (tarball and Debian package in target/package; --verify installs and tries them)" >&2
      return 1
      ;;
  esac
  command -v dpkg-deb > /dev/null || { echo "atoll package: dpkg-deb is needed (package dpkg)" >&2; return 2; }
  atoll_build_program || return 2
  # Stops at the first failure, as ./atoll does; so it must not be part of a condition.
  atoll_make_packages
  [ -z "$verify" ] || "$root/scripts/verify-package.sh" "$root/target/package"
}

atoll_make_packages() {
  umask 022
  out=$root/target/package
  jar=$(echo "$dist"/lib/atoll-server-*.jar)
  version=${jar##*/atoll-server-}
  version=${version%.jar}
  # Before the release, for dpkg, comes what has a tilde.
  deb_version=$(printf '%s' "$version" | sed 's/-SNAPSHOT$/~snapshot/')
  architecture=$(dpkg --print-architecture)
  # One time for all files: the cache looks at the jars' times, and two builds of one commit are then the same.
  stamp=@$(git -C "$root" log -1 --format=%ct 2> /dev/null || date +%s)
  rm -rf "$out"
  home=$out/atoll-$version
  mkdir -p "$home/bin" "$home/lib" "$home/doc"

  echo "  runtime" >&2
  atoll_check_modules
  "$JAVA_HOME/bin/jlink" --add-modules "$atoll_modules,$atoll_by_name" --strip-debug --no-header-files --no-man-pages \
    --compress zip-6 --output "$home/runtime"
  echo "  program" >&2
  cp "$root/packaging/atoll" "$home/bin/"
  cp "$dist"/lib/*.jar "$root/scripts/jvm.sh" "$home/lib/"
  atoll_unpack_native
  atoll_copy_documents
  find "$home" -exec touch -h -d "$stamp" {} +

  echo "  ahead-of-time cache" >&2
  java=$home/runtime/bin/java
  atoll_lib=$home/lib
  scratch=$out/scratch
  mkdir "$scratch"
  atoll_train "$home/lib/atoll.aot" "$scratch"
  if [ ! -s "$home/lib/atoll.aot" ]; then
    echo "atoll package: no ahead-of-time cache could be made; the program then starts more slowly" >&2
  fi
  rm -rf "$scratch"
  "$home/bin/atoll" config default > "$home/doc/atoll.yaml"
  find "$home" -exec touch -h -d "$stamp" {} +

  echo "  atoll-$version.tar.gz" >&2
  atoll_tar "$out" "atoll-$version" | gzip -n -6 > "$out/atoll-$version.tar.gz"
  echo "  atoll_${deb_version}_$architecture.deb" >&2
  atoll_deb
  rm -rf "$home" "$out/deb"
  ls -l "$out" | awk 'NR > 1 { printf "%6.1f MB  %s\n", $5 / 1e6, $9 }'
}

# A library that came to need another part of the JDK is found here and not by a user.
atoll_check_modules() {
  found=$("$JAVA_HOME/bin/jdeps" --ignore-missing-deps --multi-release 25 -q --print-module-deps \
    --class-path "$dist/lib/*" "$dist"/lib/*.jar)
  for module in $(printf '%s' "$found" | tr ',' ' '); do
    case ,$atoll_modules,$atoll_not_shipped, in
      *,"$module",*) ;;
      *)
        echo "atoll package: a library needs the module '$module', which scripts/package.sh neither ships nor leaves out" >&2
        return 1
        ;;
    esac
  done
}

# RocksDB's library as a file of its own: nothing is unpacked at each start, and only this machine's kind is shipped.
atoll_unpack_native() {
  case $architecture in
    amd64) native=librocksdbjni-linux64.so ;;
    arm64) native=librocksdbjni-linux-aarch64.so ;;
    *) echo "atoll package: there is no RocksDB for '$architecture' (amd64 and arm64 are known)" >&2; return 1 ;;
  esac
  rocks=$(echo "$home"/lib/rocksdbjni-*.jar)
  mkdir "$out/rocks"
  (cd "$out/rocks" && "$JAVA_HOME/bin/jar" xf "$rocks" && mv "$native" "$home/lib/" && rm -f librocksdbjni-*)
  "$JAVA_HOME/bin/jar" --create --file "$rocks" --date="$(date -u -d "$stamp" +%Y-%m-%dT%H:%M:%SZ)" \
    --manifest "$out/rocks/META-INF/MANIFEST.MF" -C "$out/rocks" org
  chmod 644 "$home/lib/$native"
  rm -rf "$out/rocks"
}

atoll_copy_documents() {
  cp "$root/LICENSE" "$root/README.md" "$root/CHANGELOG.md" "$root/SECURITY.md" "$root/packaging/atoll.service" "$home/doc/"
  cp -R "$root/docs/guides" "$home/doc/guides"
  cp -R "$root/integrations/mediawiki" "$home/mediawiki"
  notices=$home/doc/THIRD-PARTY.txt
  echo "Libraries shipped with Atoll, their licences, and where their source is." > "$notices"
  echo "The Java runtime's licence and notices are in runtime/legal; what is in mediawiki/ has its own LICENSE." >> "$notices"
  for jar in "$home"/lib/*.jar; do
    name=$(basename "$jar" .jar)
    case $name in atoll-*) continue ;; esac
    line=$(grep "^$(printf '%s' "$name" | sed 's/-[0-9][0-9.]*$//')|" "$root/packaging/third-party.txt") || {
      echo "atoll package: packaging/third-party.txt does not name the licence of '$name'" >&2
      return 1
    }
    printf '\n%s\n  licence: %s\n  source:  %s\n' "$name" "$(echo "$line" | cut -d '|' -f 2)" "$(echo "$line" | cut -d '|' -f 3)"
  done >> "$notices"
  { printf '\n\n'; cat "$root/packaging/bsd-3-clause.txt"; } >> "$notices"
  mkdir "$out/notices"
  for jar in "$home"/lib/*.jar; do
    (
      cd "$out/notices"
      "$JAVA_HOME/bin/jar" tf "$jar" | grep -iE '^(META-INF/)?[^/]*(LICENSE|NOTICE)[^/]*$' > list || exit 0
      "$JAVA_HOME/bin/jar" xf "$jar" $(cat list)
      for file in $(cat list); do
        # The Apache licence is in LICENSE already.
        grep -q 'Apache License' "$file" && ! echo "$file" | grep -qi notice && continue
        printf '\n\n---- %s: %s\n\n' "$(basename "$jar")" "$file"
        cat "$file"
      done
    ) >> "$notices"
  done
  rm -rf "$out/notices"
}

atoll_tar() {
  tar -C "$1" --sort=name --owner=0 --group=0 --numeric-owner -cf - "$2"
}

atoll_deb() {
  deb=$out/deb
  doc=$deb/usr/share/doc/atoll
  mkdir -p "$deb/DEBIAN" "$deb/usr/bin" "$deb/usr/lib/systemd/system" "$deb/etc/atoll" "$doc"
  cp -a "$home" "$deb/usr/lib/atoll"
  rm -rf "$deb/usr/lib/atoll/doc"
  ln -s ../lib/atoll/bin/atoll "$deb/usr/bin/atoll"
  cp "$home/doc/atoll.yaml" "$deb/etc/atoll/atoll.yaml"
  cp "$root/packaging/atoll.service" "$deb/usr/lib/systemd/system/"
  cp -R "$home"/doc/* "$doc/"
  rm "$doc/atoll.service" "$doc/LICENSE" "$doc/atoll.yaml"
  {
    echo "Atoll is free software under the Apache License, version 2.0: /usr/share/common-licenses/Apache-2.0"
    echo "The licences of the libraries and of the Java runtime it brings are in THIRD-PARTY.txt and"
    echo "/usr/lib/atoll/runtime/legal. /usr/lib/atoll/mediawiki, which runs inside MediaWiki, is under the GNU General"
    echo "Public License, version 2 or later: /usr/share/common-licenses/GPL-2"
  } > "$doc/copyright"
  for script in postinst prerm postrm; do
    cp "$root/packaging/debian/$script" "$deb/DEBIAN/"
  done
  echo /etc/atoll/atoll.yaml > "$deb/DEBIAN/conffiles"
  sed -e "s/@VERSION@/$deb_version/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$(du -sk "$deb" | cut -f 1)/" \
    "$root/packaging/debian/control" > "$deb/DEBIAN/control"
  (cd "$deb" && find etc usr -type f -exec md5sum {} + > DEBIAN/md5sums)
  find "$deb" -newermt "$stamp" -exec touch -h -d "$stamp" {} +
  dpkg-deb --root-owner-group -Zxz -z3 --build "$deb" "$out/atoll_${deb_version}_$architecture.deb" > /dev/null
}
