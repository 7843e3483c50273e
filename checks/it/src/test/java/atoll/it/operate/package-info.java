/// What operators do with a running Atoll, as a process of its own: see what is late, find, replay, change rules.
@NullMarked
package atoll.it.operate;

import org.jspecify.annotations.NullMarked;
