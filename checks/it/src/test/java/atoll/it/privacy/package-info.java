/// Personal data in the real program: what is configured to be hidden is shown nowhere, and what is not to be kept
/// goes.
@NullMarked
package atoll.it.privacy;

import org.jspecify.annotations.NullMarked;
