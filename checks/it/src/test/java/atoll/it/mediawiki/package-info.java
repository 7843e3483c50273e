/// Atoll with a real MediaWiki, made from Debian's package for each test and thrown away. Where the package is absent
/// and
/// cannot be installed, these tests are reported as not run.
@NullMarked
package atoll.it.mediawiki;

import org.jspecify.annotations.NullMarked;
