/// Traffic recorded from a live MediaWiki goes through the real program, with SIGKILL in between.
@NullMarked
package atoll.it.captures;

import org.jspecify.annotations.NullMarked;
