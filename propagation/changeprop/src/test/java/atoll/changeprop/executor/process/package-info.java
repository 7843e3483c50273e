/// Tests of what processes say.
@NullMarked
package atoll.changeprop.executor.process;

import org.jspecify.annotations.NullMarked;
