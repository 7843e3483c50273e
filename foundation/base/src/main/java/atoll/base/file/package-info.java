/// The port to the file system, so that tests can lose what was not synced.
@NullMarked
package atoll.base.file;

import org.jspecify.annotations.NullMarked;
