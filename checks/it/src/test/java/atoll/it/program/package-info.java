/// What the tests of the whole program stand on: the program as a child process, a wiki that does what a test says, an
/// independent HTTP client, and a reader of what a stopped program left on disk.
@NullMarked
package atoll.it.program;

import org.jspecify.annotations.NullMarked;
