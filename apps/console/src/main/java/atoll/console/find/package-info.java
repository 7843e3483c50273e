/// Finding events, and the tree of everything that one edit caused.
@NullMarked
package atoll.console.find;

import org.jspecify.annotations.NullMarked;
