/// Dependency expansion in the real program: every page that links gets its event, whatever dies in between.
@NullMarked
package atoll.it.links;

import org.jspecify.annotations.NullMarked;
