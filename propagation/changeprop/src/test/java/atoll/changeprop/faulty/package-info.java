/// An event log that fails as a test says, for the tests of everything that writes to one.
@NullMarked
package atoll.changeprop.faulty;

import org.jspecify.annotations.NullMarked;
