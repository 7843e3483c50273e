/// Data directories that move: backups of a running program, and directories that an earlier version wrote.
@NullMarked
package atoll.it.backup;

import org.jspecify.annotations.NullMarked;
